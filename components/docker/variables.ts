import type * as pulumi from "@pulumi/pulumi";

/** Environment variables by name. */
export interface Variables {
    /** Those that whoever may use Docker may see. */
    plain: Record<string, pulumi.Input<string | number>>;
    /** Those that reach a container as a file. */
    secret: Record<string, pulumi.Input<string>>;
}

/** All of them; of two with one name, the later one. */
export function mergedVariables(one: Variables, other: Variables): Variables {
    return { plain: { ...one.plain, ...other.plain }, secret: { ...one.secret, ...other.secret } };
}
