import type * as pulumi from "@pulumi/pulumi";

/** Environment variables by name. */
export interface Variables {
    /** Plain variables: anyone with access to Docker can see them. */
    plain: Record<string, pulumi.Input<string | number>>;
    /** Those that reach a container as a file. */
    secret: Record<string, pulumi.Input<string>>;
}

/** All of them; of two with one name, the later one. */
export function mergedVariables(one: Variables, other: Variables): Variables {
    return { plain: { ...one.plain, ...other.plain }, secret: { ...one.secret, ...other.secret } };
}
