import { spawn } from "node:child_process";

/** How a command ended. */
export interface Ended {
    code: number;
    /** Both streams, in the order in which they came. */
    output: string;
}

/** Runs a command to its end, whatever its exit code. */
export function run(
    command: string,
    words: string[],
    options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<Ended> {
    return new Promise((resolve, reject) => {
        const child = spawn(command, words, {
            env: options.env ?? process.env,
            cwd: options.cwd,
            stdio: ["pipe", "pipe", "pipe"],
        });
        let output = "";
        const collect = (chunk: Buffer) => (output += chunk.toString());
        child.stdout.on("data", collect);
        child.stderr.on("data", collect);
        child.on("error", reject);
        child.on("close", (code, signal) =>
            resolve({ code: code ?? (signal === null ? 1 : 128), output: output.trimEnd() }),
        );
        // A command that ends without reading its input is no error.
        child.stdin.on("error", () => undefined);
        child.stdin.end(options.input ?? "");
    });
}

/** What a command printed; fails with all of it unless the command ended with 0. */
export function printedBy(command: string, { code, output: printed }: Ended): string {
    if (code !== 0) {
        throw new Error(`${command} ended with ${code}:\n${printed}`);
    }
    return printed;
}

/** Runs a command that must end with 0, and gives what it printed. */
export async function output(
    command: string,
    words: string[],
    options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<string> {
    return printedBy(`${command} ${words.slice(0, 3).join(" ")} …`, await run(command, words, options));
}

/**
 * The environment of a process that outlives the tests and tidies up after them. It holds nothing by which another one of its kind
 * would take it for a Pulumi of its stack, and end it.
 */
export function bareEnvironment(): NodeJS.ProcessEnv {
    const { PATH, HOME, DOCKER_HOST } = process.env;
    return { PATH, HOME, ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }) };
}

/** Says what a person would otherwise wonder about while a test takes its time. */
export function say(line: string): void {
    process.stderr.write(`    … ${line}\n`);
}

/** Looks again and again until there is an answer, and says what it waits for. */
export async function waitFor<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
    const began = Date.now();
    say(`waiting for ${what}, at most ${seconds} s`);
    for (;;) {
        const found = await look();
        if (found !== undefined) {
            say(`${what}: after ${((Date.now() - began) / 1000).toFixed(1)} s`);
            return found;
        }
        if (Date.now() - began > seconds * 1000) {
            throw new Error(`${what}: not within ${seconds} s`);
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
    }
}
