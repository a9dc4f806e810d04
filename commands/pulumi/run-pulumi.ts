import { spawnSync } from "node:child_process";
import { type SetUp } from "../set-up/set-up";

/** Runs Pulumi in the terminal, with the set-up's engine, state and passphrase, and returns its exit code. */
export function runPulumi(setUp: SetUp, words: string[]): number {
    const { status } = spawnSync(setUp.pulumi, words, {
        stdio: "inherit",
        env: { ...process.env, ...setUp.environment },
    });
    return status ?? 1;
}

/** Runs Pulumi and returns what it prints; throws if it fails, after Pulumi has said why. */
export function pulumiOutput(setUp: SetUp, words: string[]): string {
    const { status, stdout } = spawnSync(setUp.pulumi, words, {
        stdio: ["ignore", "pipe", "inherit"],
        encoding: "utf8",
        env: { ...process.env, ...setUp.environment },
    });
    if (status !== 0) {
        throw new Error(`pulumi ${words[0]} failed`);
    }
    return stdout.trim();
}
