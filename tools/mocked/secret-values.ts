/** The key by which an object on its way to the engine is known as a secret, from the SDK's `runtime/rpc`. */
const secretSignature = "4dabf18193072939515e22adb298388d";

/** Whether a value is a secret, or has one inside. */
export function holdsSecret(value: unknown): boolean {
    return JSON.stringify(value).includes(secretSignature);
}

/** The value with all its secrets in plain text. */
export function opened(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(opened);
    }
    if (typeof value === "object" && value !== null) {
        const record = value as Record<string, unknown>;
        return secretSignature in record
            ? opened(record.value)
            : Object.fromEntries(Object.entries(record).map(([key, each]) => [key, opened(each)]));
    }
    return value;
}
