import { nameOf, networkName, networks } from "./names";

/** Something that Docker lists. */
export interface Listed {
    /** A volume's is its name. */
    id: string;
    name: string;
}

/** What Docker has a list of. */
export type ListedKind = "containers" | "networks" | "volumes";

const role = '{{.Label "airflow-dbt.role"}}';
const lists: Record<ListedKind, { words: string[]; format: string }> = {
    containers: { words: ["ps", "--all", "--no-trunc"], format: `{{.ID}}\t{{.Names}}\t${role}` },
    networks: { words: ["network", "ls", "--no-trunc"], format: "{{.ID}}\t{{.Name}}" },
    volumes: { words: ["volume", "ls"], format: `{{.Name}}\t{{.Name}}\t${role}` },
};

/** The docker command that lists what has the label of a stack. Every checkout may have one of that name. */
export function listCommand(kind: ListedKind, stack: string): string[] {
    const { words, format } = lists[kind];
    return [...words, "--filter", `label=airflow-dbt.stack=${stack}`, "--format", format];
}

/** What of all that the command printed has a name that this copy gives. A container may not be on the copy's networks yet. */
export function ownListed(kind: ListedKind, printed: string, suffix: string): Listed[] {
    const ownNetworks = networks.map((network) => networkName(suffix, network));
    const isOwn = (name: string, what: string) =>
        kind === "networks" ? ownNetworks.includes(name) : what !== "" && name === nameOf(what, suffix);
    return printed
        .split("\n")
        .map((line) => line.split("\t"))
        .filter(([, name, what = ""]) => isOwn(name, what))
        .map(([id, name]) => ({ id, name }));
}
