import { unknownToState } from "../interrupted-update/unknown-to-state";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/**
 * Removes volumes of this copy that the state does not know, if they are empty. One with data stays, since nobody asked for its end: it is
 * named, with the command that deletes it.
 *
 * @param known IDs of all resources in the state; a volume's is its name
 */
export function removeUnknownVolumes(stack: Stack, known: Set<string>): void {
    const names = unknownToState(stack, "volumes", known).map(({ name }) => name);
    if (names.length === 0) {
        return;
    }
    const empty = emptyVolumes(stack);
    const removed = names.filter((name) => empty.has(name));
    if (removed.length > 0) {
        console.log(`• removing ${removed.length} empty volumes that an interrupted update left`);
        docker(stack, ["volume", "rm", ...removed]);
    }
    const kept = names.filter((name) => !empty.has(name));
    if (kept.length > 0) {
        const host = stack.dockerHost ? `--host ${stack.dockerHost} ` : "";
        console.log(
            `• kept ${kept.join(", ")}: an interrupted update left data there that the state does not know.\n` +
                `  To delete it: docker ${host}volume rm ${kept.join(" ")}`,
        );
    }
}

/** Docker looks at all files of all volumes for this, so it is asked only if there is such a volume. */
function emptyVolumes(stack: Stack): Set<string> {
    const volumes = JSON.parse(docker(stack, ["system", "df", "--verbose", "--format", "{{json .Volumes}}"])) as {
        Name: string;
        Size: string;
    }[];
    return new Set(volumes.filter(({ Size }) => Size === "0B").map(({ Name }) => Name));
}
