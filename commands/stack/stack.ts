import { dockerHost as checked } from "../../config/docker-host";
import { defaultOf, settingsInFile, stackFile } from "./stack-file";

/** One copy of the containers. The name alone does not identify it: every checkout may have a stack `local`. */
export interface Stack {
    name: string;
    /** Setting `containerSuffix`, which ends the name of every container. */
    suffix: string;
    /** Setting `dockerHost`. Undefined: the engine that the docker command line uses. */
    dockerHost: string | undefined;
}

/**
 * The copy that a stack's settings describe.
 *
 * @throws Error if a setting that identifies the copy is encrypted, or if `docker` must not see the engine's address
 */
export function stackNamed(name: string): Stack {
    const suffix = plain(name, "containerSuffix");
    if (suffix === undefined) {
        throw new Error("Pulumi.yaml has no default for containerSuffix, which identifies the stack's containers");
    }
    return { name, suffix, dockerHost: engineOf(name) };
}

/** The everyday commands hand it to `docker`, and with it to ssh, without a run of the program that checks the settings. */
function engineOf(stack: string): string | undefined {
    const dockerHost = plain(stack, "dockerHost");
    try {
        return dockerHost === undefined ? undefined : checked(dockerHost);
    } catch (error) {
        throw new Error(
            `${stackFile(stack)}: dockerHost: ${(error as Error).message}.\n` +
                `pulumi config set --stack ${stack} dockerHost <value>`,
            { cause: error },
        );
    }
}

/** How a user writes one of the everyday commands for the stack: `npm run logs -- --stack prod scheduler`. */
export function commandFor({ name }: Pick<Stack, "name">, command: string, ...words: string[]): string {
    const npm = ["start", "stop"].includes(command) ? `npm ${command}` : `npm run ${command}`;
    const options = [...(name === "local" ? [] : ["--stack", name]), ...words];
    return options.length > 0 ? `${npm} -- ${options.join(" ")}` : npm;
}

/** What starts the stack, with further options of the command. */
export function startCommand(stack: Pick<Stack, "name">, ...words: string[]): string {
    return commandFor(stack, "start", ...words);
}

function plain(stack: string, setting: string): string | undefined {
    const file = stackFile(stack);
    const value = (settingsInFile(file)[setting] ?? defaultOf(setting) ?? "") as string | number | object;
    if (typeof value === "object") {
        throw new Error(
            `${file}: ${setting} is encrypted, but the everyday commands find the stack's containers by it.\n` +
                `Store it in plain text: pulumi config set --stack ${stack} --plaintext ${setting} <value>`,
        );
    }
    return value === "" ? undefined : String(value);
}
