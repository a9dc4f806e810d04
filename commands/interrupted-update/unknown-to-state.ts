import { listCommand, type Listed, type ListedKind, ownListed } from "../../components/docker/listed";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/**
 * What this copy has on the Docker engine and the state does not know.
 *
 * @param known IDs of all resources in the state
 */
export function unknownToState(stack: Stack, kind: ListedKind, known: Set<string>): Listed[] {
    // The label has no organization.
    const label = stack.name.split("/").at(-1) as string;
    return ownListed(kind, docker(stack, listCommand(kind, label)), stack.suffix).filter(({ id }) => !known.has(id));
}
