import { closeSync, existsSync, openSync } from "node:fs";
import { runningContainer } from "../stack/containers";
import { docker, spawnDocker } from "../stack/docker";
import { commandFor, type Stack } from "../stack/stack";
import { type Received } from "./received";

/** The container that backs up and restores. */
export function maintenance(stack: Stack): string {
    return runningContainer(stack, "airflow-maintenance");
}

/** Names of the backups that the schedule made, the oldest first. */
export function kept(stack: Stack): string[] {
    return docker(stack, ["exec", maintenance(stack), "airflow-backup", "list"])
        .split("\n")
        .filter(Boolean);
}

/**
 * Hands a backup to the container, which checks it.
 *
 * @param backup a file on this machine, or the name of a backup that the schedule made
 * @throws Error if there is none of this name, or if the stack cannot restore it
 */
export async function receive(stack: Stack, backup: string): Promise<Received> {
    const container = maintenance(stack);
    const command = ["exec", "--interactive", container, "airflow-backup", "receive"];
    const isFile = existsSync(backup);
    if (!isFile && !kept(stack).includes(backup)) {
        throw new Error(
            `There is no file ${backup}, and the schedule of ${stack.name} made no backup of this name. ` +
                `List those that it made: ${commandFor(stack, "restore")}`,
        );
    }
    const input = isFile ? openSync(backup, "r") : undefined;
    const printed: Buffer[] = [];
    const words = isFile ? command : [...command, "--kept", backup];
    const code = await spawnDocker(stack, words, [input ?? "ignore", "pipe", "inherit"], (piece) =>
        printed.push(piece),
    );
    if (input !== undefined) {
        closeSync(input);
    }
    if (code !== 0) {
        throw new Error("Nothing was changed.");
    }
    return JSON.parse(Buffer.concat(printed).toString()) as Received;
}
