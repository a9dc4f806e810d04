import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A command that runs, with all that it started. */
export interface Started {
    /** Ends it and all that it started, without giving any of them a chance to tidy up; waits until it is gone. */
    kill(): Promise<void>;
    /** Ends only the command itself in this way. What it started goes on. */
    killAlone(): Promise<void>;
    /** Asks it to end, as Ctrl-C does, and waits until it has. */
    interrupt(): Promise<void>;
}

/** Starts a command and does not wait for its end. */
export function start(command: string, words: string[], options: { env: NodeJS.ProcessEnv }): Started {
    const child = spawn(command, words, { env: options.env, stdio: "ignore" });
    const ended = new Promise<void>((resolve, reject) => child.on("close", () => resolve()).on("error", reject));
    return {
        async kill() {
            // Plugins are in process groups of their own, and would finish what they are at.
            for (const id of [child.pid as number, ...descendants(child.pid as number)]) {
                try {
                    process.kill(id, "SIGKILL");
                } catch (error) {
                    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
                        throw error;
                    }
                }
            }
            await ended;
        },
        async killAlone() {
            child.kill("SIGKILL");
            await ended;
        },
        async interrupt() {
            child.kill("SIGINT");
            await ended;
        },
    };
}

function descendants(id: number): number[] {
    const children = processes().filter(({ parent }) => parent === id);
    return children.flatMap((child) => [child.id, ...descendants(child.id)]);
}

function processes(): { id: number; parent: number }[] {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                // `id (name) state parent …`, where the name may hold anything.
                const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8")
                    .replace(/^.*\) /s, "")
                    .split(" ");
                return [{ id: Number(name), parent: Number(parent) }];
            } catch {
                return []; // It has just ended.
            }
        });
}
