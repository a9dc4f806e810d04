import { removeLeftovers } from "../interrupted-update/leftovers";
import { deploymentOf, recordedIn } from "../interrupted-update/recorded-state";
import { pulumiOutput } from "../pulumi/run-pulumi";
import { type SetUp } from "../set-up/set-up";
import { type Stack } from "../stack/stack";
import { removeUnknownImages } from "./unknown-images";
import { removeUnknownVolumes } from "./unknown-volumes";

/** Removes what is left of a stack that Pulumi has destroyed, since its state does not know it. Data stays, and is named. */
export function removeRemains(ready: SetUp, stack: Stack): void {
    const { ids, pending } = recordedIn(deploymentOf(ready, stack));
    removeLeftovers(stack, ids);
    removeUnknownVolumes(stack, ids);
    removeUnknownImages(stack, ids);
    if (pending && ids.size === 0) {
        // The state would go on telling of resources that were being created when the update was killed.
        pulumiOutput(ready, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", stack.name]);
    }
}
