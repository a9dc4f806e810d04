import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type SetUp } from "../set-up/set-up";
import { stateFolder } from "../set-up/state-folder";

/** Who holds a stack's lock, as Pulumi's file backend writes it (pkg/backend/diy/lock.go). */
interface Lock {
    pid: number;
    username: string;
    hostname: string;
    timestamp: string;
}

export const PROJECT = "airflow-dbt";

/** Where the state is; empty if only Pulumi's own login says it. */
export function backendUrl({ environment }: Pick<SetUp, "environment">): string {
    return environment.PULUMI_BACKEND_URL ?? process.env.PULUMI_BACKEND_URL ?? "";
}

/** The folder of a file backend; undefined for another backend. */
export function backendFolder(ready: Pick<SetUp, "environment">): string | undefined {
    return stateFolder(backendUrl(ready));
}

/**
 * Who left a lock on the stack and is gone: the update was killed. Undefined if there is no lock.
 *
 * @throws Error if the lock's owner still runs, or runs on another machine, where this one cannot look
 */
export function staleLock(folder: string, project: string, stack: string): string | undefined {
    const locks = join(folder, "locks", "organization", project, stack);
    const files = existsSync(locks) ? readdirSync(locks).filter((name) => name.endsWith(".json")) : [];
    const found = files.map((name) => readLock(join(locks, name)));
    for (const { pid, username, hostname: machine, timestamp } of found) {
        const owner = `process ${pid} of ${username} on ${machine}, since ${timestamp.slice(0, 19).replace("T", " ")}`;
        if (machine !== hostname()) {
            throw new Error(
                `The stack ${stack} is locked by ${owner}.\n` +
                    `If that update does not run any more, run: pulumi cancel --stack ${stack}`,
            );
        }
        if (runs(pid)) {
            throw new Error(
                `The stack ${stack} is being updated by ${owner}. Wait for its end, or end it with Ctrl-C.`,
            );
        }
    }
    return found.length > 0 ? `process ${found[0].pid} of ${found[0].username}` : undefined;
}

function readLock(file: string): Lock {
    return JSON.parse(readFileSync(file, "utf8")) as Lock;
}

function runs(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
