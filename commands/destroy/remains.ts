import { removeLeftovers } from "../interrupted-update/leftovers";
import { deploymentOf, recordedIn } from "../interrupted-update/recorded-state";
import { pulumiOutput } from "../pulumi/run-pulumi";
import { type SetUp } from "../set-up/set-up";
import { type Stack } from "../stack/stack";
import { removeUnknownImages } from "./unknown-images";
import { removeUnknownVolumes } from "./unknown-volumes";

/**
 * Removes what is left of a stack that Pulumi has destroyed, since its state does not know it. Data stays, and is named.
 *
 * @param machines those that answer, and on which the stack had something
 */
export function removeRemains(ready: SetUp, stack: Stack, machines: Stack[]): void {
    const { ids, pending } = recordedIn(deploymentOf(ready, stack));
    for (const machine of machines) {
        removeLeftovers(machine, ids);
        removeUnknownVolumes(machine, ids);
        removeUnknownImages(machine, ids);
    }
    if (pending && ids.size === 0) {
        // The state would go on telling of resources that were being created when the update was killed.
        pulumiOutput(ready, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", stack.name]);
    }
}
