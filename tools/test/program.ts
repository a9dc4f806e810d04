import { spawn } from "node:child_process";
import { join } from "node:path";

/** How a program is run. */
export interface ProgramOptions {
    /** What becomes of standard output: shown, dropped, or shown and returned. Default: shown. */
    output?: "show" | "drop" | "collect";
    /** Seconds after which the program is ended and counts as failed. */
    limit?: number;
}

/** How a program ended. */
export interface Ended {
    ok: boolean;
    /** Its standard output, if it was collected. */
    output: string;
}

/** Runs a program of `node_modules`. */
export function npx(program: string, words: string[], options?: ProgramOptions): Promise<Ended> {
    return runProgram(join("node_modules", ".bin", program), words, options);
}

/** Runs a program whose output the developer watches. */
export function runProgram(program: string, words: string[], options: ProgramOptions = {}): Promise<Ended> {
    const { output: shown = "show", limit } = options;
    const stdout = { show: "inherit", drop: "ignore", collect: "pipe" } as const;
    return new Promise((resolve, reject) => {
        const child = spawn(program, words, {
            stdio: ["ignore", stdout[shown], "inherit"],
            timeout: limit === undefined ? undefined : limit * 1000,
        });
        let output = "";
        child.stdout?.on("data", (chunk: Buffer) => {
            process.stdout.write(chunk);
            output += chunk.toString();
        });
        child.on("error", reject);
        child.on("close", (code) => resolve({ ok: code === 0, output }));
    });
}
