/** Where Pulumi keeps the state, and the passphrase that its secrets are encrypted with. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project, pulumiHome } from "./places";
import { fileBackend, removeEmptyMetadata } from "./state-folder";

export interface State {
    environment: Record<string, string>;
    /** Whether the passphrase is new, so that one line about it is due. */
    created: boolean;
}

/** What the caller's environment or login says holds; where it says nothing, the project keeps its own state. */
export function state(environment: NodeJS.ProcessEnv = process.env, folder = join(project, ".pulumi-state")): State {
    const backend = environment.PULUMI_BACKEND_URL || login();
    const own: Record<string, string> = backend ? {} : { PULUMI_BACKEND_URL: fileBackend(folder) };
    removeEmptyMetadata(backend ?? fileBackend(folder));
    const hasPassphrase =
        environment.PULUMI_CONFIG_PASSPHRASE !== undefined || environment.PULUMI_CONFIG_PASSPHRASE_FILE;
    // Pulumi Cloud, in contrast to a file or a bucket, encrypts secrets with a key of its own.
    if (!backend) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
    if (hasPassphrase || backend?.startsWith("http")) {
        return { environment: own, created: false };
    }
    const file = join(folder, "passphrase");
    const created = !existsSync(file) && makePassphrase(folder, file);
    return { environment: { ...own, PULUMI_CONFIG_PASSPHRASE_FILE: file }, created };
}

/** The backend of `pulumi login`, if any. */
function login(): string | undefined {
    const folder = process.env.PULUMI_CREDENTIALS_PATH || pulumiHome;
    try {
        return (
            (JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8")) as { current?: string }).current ||
            undefined
        );
    } catch {
        return undefined;
    }
}

function makePassphrase(folder: string, file: string): boolean {
    const stacks = join(folder, ".pulumi", "stacks");
    if (existsSync(stacks) && readdirSync(stacks, { recursive: true }).some((each) => String(each).endsWith(".json"))) {
        throw new Error(
            `${stacks} holds stacks, but the passphrase that opens them is gone: put it back into ${file}, or name it with ` +
                `'export PULUMI_CONFIG_PASSPHRASE_FILE=…'. A new passphrase cannot open them.`,
        );
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
    try {
        // `link` fails if the name is taken, so two concurrent set-ups agree on one passphrase.
        linkSync(unfinished, file);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        throw error;
    } finally {
        rmSync(unfinished, { force: true });
    }
}
