import { networkName } from "../../components/docker/names";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/**
 * Removes containers and the network that an interrupted update created and the state does not know: creating them again would fail,
 * since their names are taken. Only what is on the copy's own network goes. Docker returns an existing volume with its data if it is
 * created again, so volumes stay.
 *
 * @param known IDs of all resources in the state
 * @returns whether there was anything
 */
export function removeLeftovers(stack: Stack, known: Set<string>): boolean {
    const network = networkName(stack.suffix);
    const unknown = (...words: string[]) =>
        docker(stack, [...words, "--no-trunc", "--filter", "label=airflow-dbt.stack", "--format", "{{.ID}}"])
            .split("\n")
            .filter((id) => id !== "" && !known.has(id));
    const containers = unknown("ps", "--all", "--filter", `network=${network}`);
    if (containers.length > 0) {
        console.log(`• removing ${containers.length} containers that an interrupted update left`);
        docker(stack, ["rm", "--force", "--volumes", ...containers]);
    }
    const networks = unknown("network", "ls", "--filter", `name=^${network}$`);
    if (networks.length > 0) {
        console.log(`• removing the network ${network}, which an interrupted update left`);
        docker(stack, ["network", "rm", ...networks]);
    }
    return containers.length + networks.length > 0;
}
