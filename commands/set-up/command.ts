/** Runs other programs quietly: their output is shown only when they fail, and then only its end. */
import { spawn } from "node:child_process";

export interface Options {
    cwd?: string;
    environment?: Record<string, string>;
    /** Given to the program on its standard input. */
    input?: string | NodeJS.ReadableStream;
    /** Milliseconds after which the program is ended and counts as failed. */
    limit?: number;
}

/** What the program wrote to standard output. */
export function run(program: string, args: string[], options: Options = {}): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, {
            cwd: options.cwd,
            env: { ...process.env, ...options.environment },
            stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
            timeout: options.limit,
        });
        const output: Buffer[] = [];
        const both: Buffer[] = [];
        child.stdout?.on("data", (data: Buffer) => output.push(data) && both.push(data));
        child.stderr?.on("data", (data: Buffer) => both.push(data));
        child.on("error", reject);
        child.on("close", (code, signal) => {
            if (code === 0) {
                return resolve(Buffer.concat(output).toString().trim());
            }
            const end = Buffer.concat(both).toString().trim().split("\n").slice(-15).join("\n");
            reject(
                new Error(
                    `${program} ${args.slice(0, 3).join(" ")} ended with ${signal ?? `exit code ${code}`}:\n${end}`,
                ),
            );
        });
        if (child.stdin && options.input !== undefined) {
            // A program that ends before it has read everything says so by its exit code.
            child.stdin.on("error", () => undefined);
            if (typeof options.input === "string") {
                child.stdin.end(options.input);
            } else {
                options.input.pipe(child.stdin);
            }
        }
    });
}

export async function succeeds(program: string, args: string[], options: Options = {}): Promise<boolean> {
    return run(program, args, options).then(
        () => true,
        () => false,
    );
}
