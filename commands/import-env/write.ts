import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../set-up/command";
import { say } from "../set-up/progress";
import { type SetUp } from "../set-up/set-up";
import { configPath, nameOf, type Planned } from "./plan";
import { changes, readStackConfig, type StackConfig } from "./stack-config";

/**
 * Writes the settings with Pulumi to a copy of the stack's file, checks that all of them are there, and only then replaces the file. If
 * anything fails, the file is unchanged. Values are passed through standard input.
 */
export async function write(ready: SetUp, stack: string, config: StackConfig, planned: Planned[]): Promise<void> {
    const before = contentOf(config.file);
    const folder = mkdtempSync(join(tmpdir(), "import-env-"));
    let done = false;
    try {
        if (!config.exists) {
            say(`• creating the stack ${stack}`);
            await run(ready.pulumi, ["stack", "init", stack, "--no-select", "--non-interactive"], {
                environment: ready.environment,
            });
        }
        const start = contentOf(config.file);
        const copy = join(folder, "settings.yaml");
        writeFileSync(copy, start ?? "", { mode: 0o600 });
        await setAll(ready, stack, copy, planned);
        if (contentOf(config.file) !== start) {
            throw new Error(
                `${config.file} was changed by another process in the meantime, so nothing was written. Run the command again`,
            );
        }
        replace(config.file, copy);
        done = true;
    } finally {
        rmSync(folder, { recursive: true, force: true });
        if (!done && !config.exists) {
            await forgetStack(ready, stack, config.file, before);
        }
    }
}

async function setAll(ready: SetUp, stack: string, copy: string, planned: Planned[]): Promise<void> {
    const which = ["--stack", stack, "--config-file", copy, "--non-interactive"];
    const progress = process.stderr.isTTY;
    for (const [index, each] of planned.entries()) {
        const count = `• writing ${index + 1} of ${planned.length} settings`;
        process.stderr.write(progress ? `\r${count}` : index === 0 ? `• writing ${planned.length} settings\n` : "");
        const place = each.path.length === 1 ? [] : ["--path"];
        const input = `${each.value}\n`;
        await run(ready.pulumi, ["config", "set", ...kindOf(each), ...place, ...which, configPath(each)], {
            environment: ready.environment,
            input,
        }).catch((error: Error) => {
            throw new Error(
                `${nameOf(each)} could not be written; the settings are unchanged. ${error.message.split("\n").slice(1).join("\n")}`,
            );
        });
    }
    process.stderr.write(progress ? "\n" : "");
    const missing = changes(await readStackConfig(ready, stack, copy), planned);
    if (missing.length > 0) {
        throw new Error(`Pulumi changed the value of ${missing.map(nameOf).join(", ")}; the settings are unchanged`);
    }
}

/** In a map, a text that looks like a number or a boolean would become one. `--type` excludes `--plaintext`. */
function kindOf({ path, value, secret }: Planned): string[] {
    if (secret) {
        return ["--secret"];
    }
    return path.length === 2 && /^(true|false|[+-]?\d+)$/.test(value) ? ["--type", "string"] : ["--plaintext"];
}

/** Replaces the file atomically. */
function replace(file: string, copy: string): void {
    const beside = `${file}.${process.pid}`;
    try {
        copyFileSync(existsSync(file) ? file : copy, beside);
        writeFileSync(beside, readFileSync(copy));
        renameSync(beside, file);
    } finally {
        rmSync(beside, { force: true });
    }
}

/** Removes a stack that was created by this command, and what Pulumi wrote to its file. */
async function forgetStack(ready: SetUp, stack: string, file: string, before: string | undefined): Promise<void> {
    await run(ready.pulumi, ["stack", "rm", stack, "--yes", "--preserve-config", "--non-interactive"], {
        environment: ready.environment,
    }).catch(() => undefined);
    if (before === undefined) {
        rmSync(file, { force: true });
    } else {
        writeFileSync(file, before);
    }
}

function contentOf(file: string): string | undefined {
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
