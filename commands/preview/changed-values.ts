import { type StepMetadata } from "./engine-events";

export interface ValueChange {
    /** Where in the resource, for example `envs[2]`. */
    path: string;
    /** Undefined: the value is added. */
    before?: unknown;
    /** Undefined: the value is removed. */
    after?: unknown;
}

/** The engine's marker for a value that is only known after the update. */
const notYetKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The values of a resource that change. The engine replaces secrets with `[secret]`. */
export function changedValues({ old, new: now, detailedDiff, diffs }: StepMetadata): ValueChange[] {
    if (!detailedDiff) {
        const inputs =
            diffs ??
            Object.keys({ ...old?.inputs, ...now?.inputs }).filter(
                (name) => !name.startsWith("__") && differ(old?.inputs[name], now?.inputs[name]),
            );
        // A value that was set outside Pulumi is not among the inputs.
        return inputs.map((path) => ({
            path,
            before: known(old?.inputs[path] ?? old?.outputs[path]),
            after: known(now?.inputs[path]),
        }));
    }
    return Object.entries(detailedDiff)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([path, { diffKind, inputDiff }]) => ({
            path,
            before: diffKind.startsWith("add")
                ? undefined
                : known(valueAt(inputDiff ? old?.inputs : (old?.outputs ?? old?.inputs), path)),
            after: diffKind.startsWith("delete") ? undefined : known(valueAt(now?.inputs, path)),
        }));
}

/** The values that a refresh found to differ from the state. */
export function foundValues({ old, new: now, detailedDiff, diffs }: StepMetadata): ValueChange[] {
    const paths = Object.keys(detailedDiff ?? {});
    return (paths.length > 0 ? paths : (diffs ?? [])).map((path) => ({
        path,
        before: known(valueAt(old?.outputs, path)),
        after: known(valueAt(now?.outputs, path)),
    }));
}

/** Follows a path such as `labels[0].value` or `tags["a b"]`. Everything inside a secret is secret. */
function valueAt(root: unknown, path: string): unknown {
    const words = [...path.matchAll(/\["([^"]*)"\]|[^.[\]]+/g)].map(([word, quoted]) => quoted ?? word);
    return words.reduce(
        (value, word) => (value === "[secret]" ? value : (value as Record<string, unknown> | undefined)?.[word]),
        root,
    );
}

function differ(one: unknown, other: unknown): boolean {
    return JSON.stringify(one) !== JSON.stringify(other);
}

function known(value: unknown): unknown {
    if (value === notYetKnown) {
        return "[known after the update]";
    }
    // A secret input in the form of the state.
    return typeof value === "object" && value !== null && "ciphertext" in value ? "[secret]" : value;
}
