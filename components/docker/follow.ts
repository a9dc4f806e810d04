import { spawn } from "node:child_process";
import { onEngine } from "./docker-cli";

/** How a docker command ended. */
export interface Followed {
    code: number;
    /** What it wrote to standard error. */
    errors: string;
}

/** Runs `docker <words>` on an engine, and hands on each line that it prints. */
export function follow(
    address: string | undefined,
    words: string[],
    onLine: (line: string) => void,
): Promise<Followed> {
    return new Promise((resolve, reject) => {
        // In a process group of its own: Ctrl-C is for Pulumi, which then waits for this resource.
        const child = spawn("docker", [...onEngine(address), ...words], {
            env: process.env,
            stdio: ["ignore", "pipe", "pipe"],
            detached: true,
        });
        let errors = "";
        child.stderr.setEncoding("utf8").on("data", (piece: string) => (errors += piece));
        let rest = "";
        child.stdout.setEncoding("utf8").on("data", (piece: string) => {
            const lines = (rest + piece).split(/\r?\n/);
            rest = lines.pop() ?? "";
            lines.forEach(onLine);
        });
        child.on("error", (error) => reject(new Error(`docker cannot be run: ${error.message}`)));
        child.on("close", (code) => resolve({ code: code ?? 1, errors: errors.trim() }));
    });
}
