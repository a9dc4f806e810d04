import type * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";

/**
 * A password of 32 letters and digits, kept encrypted in the stack's state.
 *
 * @param generation a higher number than before makes a new password at the next update
 */
export function generatedPassword(
    name: string,
    generation: number,
    parent: pulumi.Resource,
    length = 32,
): pulumi.Output<string> {
    return new RandomPassword(name, { length, special: false }, { parent, replacementTrigger: generation }).result;
}
