import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program that takes over this process's terminal, waits for its end, and returns its exit code.
 *
 * Ctrl-C ends the program, which may have to tidy up first, and not this process. A terminal sends Ctrl-C to both; a second one would
 * make Pulumi give up, so this process passes it on only if there is no terminal.
 */
export function handOver(program: string, words: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
    return new Promise((resolve, reject) => {
        const child = spawn(program, words, { stdio: "inherit", env });
        const passOn = (signal: NodeJS.Signals) => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal);
        const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
        signals.forEach((signal) => process.on(signal, passOn));
        child.on("error", (error) => reject(new Error(`${program} cannot be run: ${error.message}`)));
        child.on("exit", (code, signal) => {
            signals.forEach((each) => process.off(each, passOn));
            resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]);
        });
    });
}
