import { spawn } from "node:child_process";

/** The words that choose an engine. */
export function onEngine(address: string | undefined): string[] {
    return address ? ["--host", address] : [];
}

/** Runs `docker <words>` on an engine and gives what it printed. Fails with what it said. */
export function docker(address: string | undefined, words: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn("docker", [...onEngine(address), ...words], {
            env: process.env,
            stdio: ["ignore", "pipe", "pipe"],
        });
        const [printed, errors]: [Buffer[], Buffer[]] = [[], []];
        child.stdout.on("data", (piece: Buffer) => printed.push(piece));
        child.stderr.on("data", (piece: Buffer) => errors.push(piece));
        child.on("error", (error) => reject(new Error(`docker cannot be run: ${error.message}`)));
        child.on("close", (code) => {
            const [output, error] = [printed, errors].map((pieces) => Buffer.concat(pieces).toString());
            // A container writes its errors to the second stream, and `docker logs` keeps the two apart.
            const result = words[0] === "logs" ? output + error : output.trim();
            return code === 0 ? resolve(result) : reject(new Error(`docker ${words[0]}: ${error.trim()}`));
        });
    });
}

/** A docker command that runs, with its input and output attached. */
export interface Attached {
    /** Writes a line to its standard input. */
    send: (line: string) => void;
    /** Ends with the command: its exit code, and what it printed as errors. */
    ended: Promise<{ code: number; errors: string }>;
}

/** Starts `docker <words>` on an engine and hands on each line that it prints. */
export function startAttached(address: string | undefined, words: string[], onLine: (line: string) => void): Attached {
    // docker hands signals on to the container, and Ctrl-C is for Pulumi, which then waits: so it is in a process group of its own.
    const child = spawn("docker", [...onEngine(address), ...words], { env: process.env, detached: true });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (piece: string) => (errors += piece));
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
        const lines = (rest + piece).split(/\r?\n/);
        rest = lines.pop() ?? "";
        lines.forEach(onLine);
    });
    // A command that ends at once closes its input early; its exit code says the rest.
    child.stdin.on("error", () => undefined);
    return {
        send: (line) => child.stdin.write(`${line}\n`),
        ended: new Promise((resolve, reject) => {
            child.on("error", (error) => reject(new Error(`docker cannot be run: ${error.message}`)));
            child.on("close", (code) => resolve({ code: code ?? 1, errors: errors.trim() }));
        }),
    };
}

/** Whether a container runs. Fails if it does not exist. */
export async function isRunning(address: string | undefined, container: string): Promise<boolean> {
    return (await docker(address, ["inspect", "--format", "{{.State.Running}}", container])) === "true";
}
