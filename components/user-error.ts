import * as pulumi from "@pulumi/pulumi";
// Every other error of the program is shown with its stack, which this makes printable.
import "./stack-traces";

/** An error for a person: Pulumi shows its message and no stack. It has no stack at all, so that there is nothing to map and to color. */
export function userError(message: string): pulumi.RunError {
    const error = new pulumi.RunError(message);
    error.stack = message;
    return error;
}
