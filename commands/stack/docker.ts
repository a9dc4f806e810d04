import { spawnSync } from "node:child_process";
import { handOver } from "../command-line/hand-over";
import { run } from "../set-up/command";
import { type Stack } from "./stack";

/** Runs docker on the stack's engine and returns its output; throws docker's own message if it fails. */
export function docker(stack: Stack, words: string[]): string {
    const { status, stdout, stderr, error } = spawnSync("docker", [...hostOption(stack), ...words], {
        encoding: "utf8",
        env: process.env,
    });
    if (error || status !== 0) {
        throw new Error(error ? `docker cannot be run: ${error.message}` : stderr.trim());
    }
    return stdout.trimEnd();
}

/** The same without waiting for the end, for several at once. */
export async function dockerAsync(stack: Stack, words: string[]): Promise<string> {
    return run("docker", [...hostOption(stack), ...words]);
}

/** Hands the terminal over to docker and returns its exit code. */
export function handOverToDocker(stack: Stack, words: string[]): Promise<number> {
    return handOver("docker", [...hostOption(stack), ...words]);
}

/** The same for `docker exec`, with a terminal only if there is one. */
export function handOverToCommandIn(stack: Stack, container: string, command: string[]): Promise<number> {
    const terminal = process.stdin.isTTY && process.stdout.isTTY ? ["--tty"] : [];
    return handOverToDocker(stack, ["exec", "--interactive", ...terminal, container, ...command]);
}

function hostOption(stack: Stack): string[] {
    return stack.dockerHost ? ["--host", stack.dockerHost] : [];
}
