import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dump, load } from "js-yaml";
import { OFFLINE } from "../../../commands/set-up/stand-ins";
import { setUp } from "../../../commands/set-up/set-up";
import { output } from "../../../tools/running-stack/run";
import { copyCheckout } from "../../../tools/running-stack/copy-checkout";

/** How a command ended, its streams apart. */
interface Streams {
    code: number;
    stdout: string;
    stderr: string;
}

/** A stack's file without what only its owner's passphrase opens. */
function forgetSecrets(file: string): void {
    const { config } = load(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    const open = Object.entries(config).filter(([, value]) => !JSON.stringify(value).includes('"secure":'));
    writeFileSync(file, dump({ config: Object.fromEntries(open) }));
}

/** A copy of the checkout with a state of its own, in which a test may write, with the environment of a CI job. */
export class Checkout {
    private constructor(
        private readonly folder: string,
        private readonly pulumi: string,
        private readonly environment: Record<string, string>,
    ) {}

    public static async make(): Promise<Checkout> {
        const { pulumi, environment } = await setUp({ purpose: "preview", gcp: true, standIns: "any stack" });
        const temporary = copyCheckout("checkout");
        const folder = join(temporary, "checkout");
        mkdirSync(join(temporary, "state"));
        readdirSync(folder)
            .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
            .forEach((name) => forgetSecrets(join(folder, name)));
        const kept = [
            "HOME",
            "PULUMI_HOME",
            "XDG_CACHE_HOME",
            "HTTPS_PROXY",
            "https_proxy",
            "NO_PROXY",
            "no_proxy",
        ].filter((name) => process.env[name] !== undefined);
        const found = ["PATH", "PULUMI_HOME", "PULUMI_CREDENTIALS_PATH", OFFLINE].filter((name) => name in environment);
        return new Checkout(folder, pulumi, {
            ...Object.fromEntries(kept.map((name) => [name, process.env[name] as string])),
            // Where Pulumi finds plugins, and whether they may be stand-ins.
            ...Object.fromEntries(found.map((name) => [name, environment[name]])),
            PULUMI_BACKEND_URL: `file://${join(temporary, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: "of the checkout",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            // Nobody answers there: https://www.rfc-editor.org/rfc/rfc5737
            DOCKER_HOST: "tcp://192.0.2.1:2375",
        });
    }

    /** Runs Pulumi, which must succeed; `input` is for a secret. */
    public expectPulumi(words: string[], input?: string): Promise<string> {
        return output(this.pulumi, [...words, "--non-interactive"], { cwd: this.folder, env: this.environment, input });
    }

    public runPulumi(...words: string[]): Promise<Streams> {
        return this.run(this.pulumi, words);
    }

    /** `npm run preview -- <words>` */
    public preview(...words: string[]): Promise<Streams> {
        return this.npmRun("preview", ...words);
    }

    /** `npm run --silent <command> -- <words>` */
    public npmRun(command: string, ...words: string[]): Promise<Streams> {
        return this.run(process.execPath, ["commands/run.mjs", command, ...words]);
    }

    /** Checks the types of all sources. */
    public typeCheck(): Promise<Streams> {
        return this.run(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit"]);
    }

    /** The same checkout with additional environment variables. */
    public withEnvironment(others: Record<string, string>): Checkout {
        return new Checkout(this.folder, this.pulumi, { ...this.environment, ...others });
    }

    public remove(path: string): void {
        rmSync(join(this.folder, path), { recursive: true });
    }

    /** Changes the program. */
    public replace(file: string, from: string, to: string): void {
        const path = join(this.folder, file);
        const text = readFileSync(path, "utf8");
        if (!text.includes(from)) {
            throw new Error(`${file} has no ${from}`);
        }
        writeFileSync(path, text.replace(from, to));
    }

    /** Changes with every file of the checkout and of its state. */
    public fingerprint(): string {
        const hash = createHash("sha256");
        const files = readdirSync(resolve(this.folder, ".."), { recursive: true, withFileTypes: true }).filter(
            (entry) => entry.isFile(),
        );
        for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
            hash.update(`${file}\0`).update(readFileSync(file));
        }
        return hash.digest("hex");
    }

    private run(program: string, words: string[]): Promise<Streams> {
        return new Promise((end) => {
            const child = execFile(
                program,
                words,
                { cwd: this.folder, env: this.environment, maxBuffer: 64 * 1024 * 1024 },
                (error, stdout, stderr) => end({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
            );
            child.stdin?.end();
        });
    }
}
