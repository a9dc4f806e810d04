import { type StepMetadata } from "./engine-events";

export interface ValueChange {
    /** Where in the resource, for example `envs[2]`. */
    path: string;
    /** Undefined: it was not there. */
    before?: unknown;
    /** Undefined: it goes away. */
    after?: unknown;
}

/** What the engine puts in place of a value that only the update will tell. */
const notYetKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What changes of a resource. Secrets are `[secret]`, as the engine hands them out. */
export function changedValues({ old, new: now, detailedDiff, diffs }: StepMetadata): ValueChange[] {
    if (!detailedDiff) {
        return (diffs ?? []).map(path => ({ path, before: known(old?.inputs[path]), after: known(now?.inputs[path]) }));
    }
    return Object.entries(detailedDiff)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([path, { diffKind, inputDiff }]) => ({
            path,
            before: diffKind.startsWith("add") ? undefined : known(valueAt(inputDiff ? old?.inputs : (old?.outputs ?? old?.inputs), path)),
            after: diffKind.startsWith("delete") ? undefined : known(valueAt(now?.inputs, path)),
        }));
}

/** Follows a path such as `labels[0].value` or `tags["a b"]`; what lies within a secret is secret. */
function valueAt(root: unknown, path: string): unknown {
    const words = [...path.matchAll(/\["([^"]*)"\]|[^.[\]]+/g)].map(([word, quoted]) => quoted ?? word);
    return words.reduce((value, word) => (value === "[secret]" ? value : (value as Record<string, unknown> | undefined)?.[word]), root);
}

function known(value: unknown): unknown {
    return value === notYetKnown ? "[known after the update]" : value;
}
