import { spawnSync } from "node:child_process";
import { handOver } from "../command-line/hand-over";
import { type SetUp } from "../set-up/set-up";

/** Runs Pulumi in the terminal, with the set-up's engine, state and passphrase, and returns its exit code. */
export function runPulumi(setUp: SetUp, words: string[]): Promise<number> {
    return handOver(setUp.pulumi, words, { ...process.env, ...setUp.environment });
}

/** Runs Pulumi and returns what it prints; throws if it fails, after Pulumi has said why. */
export function pulumiOutput(setUp: SetUp, words: string[]): string {
    const { status, stdout } = spawnSync(setUp.pulumi, words, {
        stdio: ["ignore", "pipe", "inherit"],
        encoding: "utf8",
        // A state has a megabyte, at which Node would end Pulumi.
        maxBuffer: 256 * 1024 * 1024,
        env: { ...process.env, ...setUp.environment },
    });
    if (status !== 0) {
        throw new Error(`pulumi ${words[0]} failed`);
    }
    return stdout.trim();
}
