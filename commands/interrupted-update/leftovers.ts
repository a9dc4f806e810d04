import { nameOf, networkName } from "../../components/docker/names";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";
import { unknownToState } from "./unknown-to-state";

/**
 * Removes containers and the network that an interrupted update created and the state does not know: creating them again would fail,
 * since their names are taken. Only what has a name of this copy goes; a container may not be on its network yet. Docker returns an
 * existing volume with its data if it is created again, so volumes stay.
 *
 * @param known IDs of all resources in the state
 * @returns whether there was anything
 */
export function removeLeftovers(stack: Stack, known: Set<string>): boolean {
    const network = networkName(stack.suffix);
    const listContainers = ["ps", "--all", "--no-trunc"];
    const containers = unknownToState(
        stack,
        listContainers,
        '{{.ID}}\t{{.Names}}\t{{.Label "airflow-dbt.role"}}',
        known,
    )
        .filter(([, name, role]) => name === nameOf(role, stack.suffix))
        .map(([id]) => id);
    if (containers.length > 0) {
        console.log(`• removing ${containers.length} containers that an interrupted update left`);
        docker(stack, ["rm", "--force", "--volumes", ...containers]);
    }
    const listNetworks = ["network", "ls", "--no-trunc", "--filter", `name=^${network}$`];
    const networks = unknownToState(stack, listNetworks, "{{.ID}}", known).map(([id]) => id);
    if (networks.length > 0) {
        console.log(`• removing the network ${network}, which an interrupted update left`);
        docker(stack, ["network", "rm", ...networks]);
    }
    return containers.length + networks.length > 0;
}
