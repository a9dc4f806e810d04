import * as pulumi from "@pulumi/pulumi";

/**
 * An error for a person: Pulumi shows its message and no stack. It has no stack at all: Pulumi still has Node color the stack,
 * and Node 20.20 does not finish with a path such as `node_modules/@pulumi/resource.ts`, which is in the stack of whatever a
 * program throws. It gives up after 12 seconds, when its memory for one string is full.
 */
export function userError(message: string): pulumi.RunError {
    const error = new pulumi.RunError(message);
    error.stack = message;
    return error;
}
