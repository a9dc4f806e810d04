import { spawnSync } from "node:child_process";
import { type SetUp } from "./set-up/set-up";

/** Runs Pulumi in the terminal, with the set-up's engine, state and passphrase. */
export function pulumi(setUp: SetUp, words: string[]): number {
    const { status } = spawnSync(setUp.pulumi, words, {
        stdio: "inherit",
        env: { ...process.env, ...setUp.environment },
    });
    return status ?? 1;
}

/** Runs Pulumi and gives what it prints. */
export function pulumiOutput(setUp: SetUp, words: string[]): string {
    const { stdout } = spawnSync(setUp.pulumi, words, {
        stdio: ["ignore", "pipe", "inherit"],
        encoding: "utf8",
        env: { ...process.env, ...setUp.environment },
    });
    return stdout.trim();
}
