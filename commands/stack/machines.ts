import { workerList } from "../../config/worker-list";
import { BadValue } from "../../config/values";
import { succeeds } from "../set-up/command";
import { type StackContainer } from "./containers";
import { commandFor, type Stack } from "./stack";
import { defaultOf, settingsInFile, stackFile } from "./stack-file";

/** Milliseconds that an engine gets to answer. With a machine that is off, SSH alone would wait for half a minute. */
const patience = 15_000;

/**
 * The stack as each of its machines has it: its own first, then those of the setting `workers`, each once.
 *
 * @throws Error if the setting cannot be read
 */
export function machines(stack: Stack): Stack[] {
    const others = new Set(workersIn(stack).flatMap(({ docker }) => docker ?? []));
    others.delete(stack.dockerHost ?? "");
    return [stack, ...[...others].map((dockerHost) => ({ ...stack, dockerHost }))];
}

/** The machines of a stack, by whether their engines answer. */
export interface Answers {
    /** The stack's own is always among them: a command that needs it says what is wrong with it. */
    answering: Stack[];
    silent: Stack[];
}

/** Asks the engines of the other machines, if there are any, and tells the user which do not answer. */
export async function askMachines(stack: Stack): Promise<Answers> {
    const [own, ...others] = machines(stack);
    const answers = await Promise.all(others.map(isThere));
    const silent = others.filter((_, index) => !answers[index]);
    for (const { dockerHost } of silent) {
        console.error(
            `• the Docker engine ${dockerHost} of the setting workers does not answer. This must work without a prompt:\n` +
                `  docker --host ${dockerHost} version`,
        );
    }
    return { answering: [own, ...others.filter((_, index) => answers[index])], silent };
}

/** The command that prints a container's log. `npm run logs` prefers the stack's own machine, which may have one of the same name. */
export function logCommand(stack: Stack, machine: Stack, { role, name }: StackContainer): string {
    return machine.dockerHost === stack.dockerHost
        ? commandFor(stack, "logs", role)
        : `docker --host ${machine.dockerHost} logs ${name}`;
}

/** Follows what is on a machine; the user knows the stack's own. */
export function onMachine(stack: Stack, { dockerHost }: Stack): string {
    return dockerHost === stack.dockerHost ? "" : ` on ${dockerHost}`;
}

function isThere({ dockerHost = "" }: Stack): Promise<boolean> {
    return succeeds("docker", ["--host", dockerHost, "version"], { limit: patience });
}

function workersIn({ name }: Stack): ReturnType<typeof workerList> {
    const file = stackFile(name);
    const value = settingsInFile(file).workers ?? defaultOf("workers") ?? "";
    try {
        return value === "" ? [] : workerList(typeof value === "string" ? value : JSON.stringify(value));
    } catch (error) {
        if (isEncrypted(value)) {
            throw new Error(
                `${file}: workers is encrypted, but the everyday commands find the stack's machines by it.\n` +
                    `Remove it, and set it again in plain text: pulumi config rm --stack ${name} workers`,
                { cause: error },
            );
        }
        const wrong = error instanceof BadValue ? error.message : "its value cannot be read";
        throw new Error(
            `${file}: workers: ${wrong}.\n` +
                `pulumi config set --stack ${name} --path 'workers[<number>].<field>' <value>`,
            { cause: error },
        );
    }
}

function isEncrypted(value: unknown): boolean {
    return typeof value === "object" && value !== null && "secure" in value;
}
