import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";

/** Whether a value is a secret, or has one inside. */
export function holdsSecret(value: unknown): boolean {
    return JSON.stringify(value).includes(specialSigKey);
}

/** The value with all its secrets in plain text. */
export function opened(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(opened);
    }
    if (typeof value === "object" && value !== null) {
        const record = value as Record<string, unknown>;
        return specialSigKey in record
            ? opened(record.value)
            : Object.fromEntries(Object.entries(record).map(([key, each]) => [key, opened(each)]));
    }
    return value;
}
