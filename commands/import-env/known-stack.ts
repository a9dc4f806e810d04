import { readdirSync } from "node:fs";
import { stackFile } from "../stack/stack-file";

/**
 * A wrong letter in `--stack` must not create a stack.
 *
 * @param folder of the project
 * @throws Error with the names of the known stacks, unless the stack has a file in the checkout
 */
export function refuseUnknownStack(stack: string, folder = "."): void {
    const files = readdirSync(folder);
    // Without the environment, since PULUMI_OPTION_CONFIG_FILE says nothing about the name.
    if (files.includes(stackFile(stack, {}))) {
        return;
    }
    const known = files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
    throw new Error(
        `There is no stack ${stack}, and no ${stackFile(stack, {})}. ` +
            `${known.length > 0 ? `Known stacks: ${known.join(", ")}` : "No stack has a file here"}. ` +
            `To create the stack ${stack}, add --create. Nothing was written.`,
    );
}
