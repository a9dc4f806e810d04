/** For which stacks a stand-in works. Set-up asks the same, but a plain `pulumi up` of another stack does not pass by it. */
import { OFFLINE, standInsFor } from "../../commands/set-up/stand-ins";

/** @throws Error for a stack other than `local`, unless the user allows stand-ins for it */
export function refuseOtherStacks(urn: string, plugin: { name: string }, environment = process.env): void {
    const stack = urn.split("::")[0]?.split(":").pop() ?? "";
    if (standInsFor(stack, environment) === "no stack") {
        throw new Error(
            `the ${plugin.name} plugin of this shell is a stand-in, which is not used for the stack ${stack} unless you say so. ` +
                `Run 'npm run set-up -- --stack ${stack}' to install the official plugin, or allow the stand-in: export ${OFFLINE}=1`,
        );
    }
}
