import { spawnSync } from "node:child_process";
import { type SetUp } from "../set-up/set-up";

/**
 * A preview does not create the stack.
 *
 * @throws with the command that creates the stack, or with Pulumi's message if the backend cannot be read
 */
export function refuseMissingStack(setUp: SetUp, stack: string): void {
    const env = { ...process.env, ...setUp.environment };
    const { status, stderr } = spawnSync(
        setUp.pulumi,
        ["stack", "--show-name", "--stack", stack, "--non-interactive"],
        { encoding: "utf8", env },
    );
    if (status === 0) {
        return;
    }
    if (!stderr.includes("no stack named")) {
        throw new Error(stderr.trim());
    }
    const backend = env.PULUMI_BACKEND_URL ?? "the backend you are logged in to";
    throw new Error(
        `There is no stack ${stack} in ${backend}, and a preview does not create one.\n` +
            `    To create it:         ${setUp.shell}\n                          pulumi stack init ${stack}\n` +
            `    If it is elsewhere:   export PULUMI_BACKEND_URL=<its backend>   (or: pulumi login <its backend>)`,
    );
}
