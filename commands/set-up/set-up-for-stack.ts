import { type Stack } from "../stack/stack";
import { stackFile } from "../stack/stack-file";
import { needsGcp } from "./gcp";
import { tidyPulumiHome } from "./own-pulumi-home";
import { setUp, type SetUp } from "./set-up";
import { standInsFor } from "./stand-ins";

/** Installs what an update of this stack needs: the plugins that it uses, and this machine's Docker engine if its containers run there. */
export function setUpForStack(stack: Stack): Promise<SetUp> {
    tidyPulumiHome();
    return setUp({
        purpose: stack.dockerHost === undefined ? "update" : "preview",
        gcp: needsGcp(stackFile(stack.name)),
        standIns: standInsFor(stack.name),
    });
}
