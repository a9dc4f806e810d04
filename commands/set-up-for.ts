import { needsGcp } from "./set-up/gcp";
import { setUp, type SetUp } from "./set-up/set-up";
import { type Stack, stackFile } from "./stack";

/** Sees to what an update of this stack needs: the plugins that it uses, and this machine's Docker engine if its containers run there. */
export function setUpFor(stack: Stack): Promise<SetUp> {
    return setUp({ gcp: needsGcp(stackFile(stack.name)), engine: stack.dockerHost === undefined });
}
