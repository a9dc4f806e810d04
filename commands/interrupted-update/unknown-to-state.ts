import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/**
 * What Docker lists with the stack's label and the state does not know.
 *
 * @param words of the docker command that lists
 * @param format of a line, in which a tab ends the ID
 * @param known IDs of all resources in the state
 * @returns the fields of each line
 */
export function unknownToState(stack: Stack, words: string[], format: string, known: Set<string>): string[][] {
    const label = `label=airflow-dbt.stack=${stack.name.split("/").at(-1)}`;
    return docker(stack, [...words, "--filter", label, "--format", format])
        .split("\n")
        .map((line) => line.split("\t"))
        .filter(([id]) => id !== "" && !known.has(id));
}
