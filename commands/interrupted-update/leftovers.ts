import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";
import { unknownToState } from "./unknown-to-state";

/**
 * Removes containers and networks that an interrupted update created and the state does not know: creating them again would fail,
 * since their names are taken. Only what has a name of this copy goes; a container may not be on its networks yet. Docker returns an
 * existing volume with its data if it is created again, so volumes stay.
 *
 * @param known IDs of all resources in the state
 * @returns whether there was anything
 */
export function removeLeftovers(stack: Stack, known: Set<string>): boolean {
    const containers = unknownToState(stack, "containers", known);
    if (containers.length > 0) {
        console.log(`• removing ${containers.length} containers that an interrupted update left`);
        docker(stack, ["rm", "--force", "--volumes", ...containers.map(({ id }) => id)]);
    }
    const networks = unknownToState(stack, "networks", known);
    for (const { id, name } of networks) {
        console.log(`• removing the network ${name}, which an interrupted update left`);
        docker(stack, ["network", "rm", id]);
    }
    return containers.length + networks.length > 0;
}
