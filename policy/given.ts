import { Secret } from "@pulumi/policy";

/**
 * What the engine sends for a value that is not known before the update, one marker for each type of value (`Unknown…Value` in the
 * Pulumi SDK's `go/common/resource/plugin/rpc.go`).
 */
const notYetKnown = new Set<unknown>([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * A resource's inputs, with secrets decrypted and unknown values undefined. The policy SDK's own view throws at an unknown value, and a
 * rule that throws only warns.
 */
export function plain(inputs: unknown): unknown {
    const value = bare(inputs);
    if (notYetKnown.has(value)) {
        return undefined;
    }
    if (value instanceof Secret) {
        return plain(value.value);
    }
    if (Array.isArray(value)) {
        return value.map(plain);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
    }
    return value;
}

/** The names of the inputs that are secret or contain a secret. */
export function secretInputs(inputs: unknown): string[] {
    const all = bare(inputs) as Record<string, unknown>;
    return Object.keys(all).filter((name) => holdsSecret(all[name]));
}

function holdsSecret(given: unknown): boolean {
    const value = bare(given);
    return (
        value instanceof Secret ||
        (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret))
    );
}

/** The value behind the policy SDK's proxies. */
function bare(value: unknown): unknown {
    const proxy = value as { __isSpecialProxy?: true; __getSpecialProxyTarget?: unknown } | null | undefined;
    return proxy?.__isSpecialProxy ? bare(proxy.__getSpecialProxyTarget) : value;
}
