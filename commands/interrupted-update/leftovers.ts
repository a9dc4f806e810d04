import { nameOf, networkName, networks } from "../../components/docker/names";
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
    const ownNetworks = networks.map((network) => networkName(stack.suffix, network));
    const left = unknownToState(stack, ["network", "ls", "--no-trunc"], "{{.ID}}\t{{.Name}}", known).filter(
        ([, name]) => ownNetworks.includes(name),
    );
    for (const [id, name] of left) {
        console.log(`• removing the network ${name}, which an interrupted update left`);
        docker(stack, ["network", "rm", id]);
    }
    return containers.length + left.length > 0;
}
