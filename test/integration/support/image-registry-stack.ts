import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setUp } from "../../../commands/set-up/set-up";
import { keptState } from "./kept-state";
import { removeWhenThisEnds } from "../../../tools/running-stack/remains";
import { type Ended, output, printedBy, run, say } from "../../../tools/running-stack/run";

const settings = `
name: images
main: index.ts
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --import tsx
`;

/** A stack of the small program with one image, with project, build context, state and passphrase in a folder of its own. */
export class ImageRegistryStack {
    private constructor(
        private readonly folder: string,
        /** Ends the names of its image and its networks. */
        public readonly suffix: string,
        private readonly program: string,
        private readonly environment: NodeJS.ProcessEnv,
    ) {}

    /** @param caFile certificate of the authority that signed the registry's */
    public static async make(caFile: string): Promise<ImageRegistryStack> {
        const suffix = `images-${process.pid}-${Date.now().toString(36)}`;
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-images-"));
        removeWhenThisEnds(suffix, folder);
        mkdirSync(join(folder, "state"));
        writeFileSync(join(folder, "passphrase"), folder, { mode: 0o600 });
        writeFileSync(join(folder, "Pulumi.yaml"), settings);
        writeFileSync(join(folder, "package.json"), "{}");
        const program = resolve("test/integration/support/image-registry-program.ts");
        writeFileSync(join(folder, "index.ts"), `export = require(${JSON.stringify(program)});`);
        writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nCOPY content /content\nCMD []\n");
        symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
        const ready = await setUp({ standIns: "any stack" });
        const stack = new ImageRegistryStack(folder, suffix, ready.pulumi, {
            ...process.env,
            ...ready.environment,
            PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
            // As the authority of a company would be on the machine: the first is for the plugin, the second for the program.
            SSL_CERT_FILE: caFile,
            NODE_EXTRA_CA_CERTS: caFile,
        });
        stack.write("first");
        await stack.expect("stack", "init", "test");
        await stack.set({ suffix });
        return stack;
    }

    /** Another content makes another image. */
    public write(content: string): void {
        writeFileSync(join(this.folder, "content"), content);
    }

    public set(entries: Record<string, string>): Promise<string> {
        const words = Object.entries(entries).flatMap(([name, value]) => ["--plaintext", `${name}=${value}`]);
        return this.expect("config", "set-all", ...words);
    }

    public async setPassword(password: string): Promise<void> {
        await output(this.program, ["config", "set", "--secret", "password", "--cwd", this.folder], {
            env: this.environment,
            input: password,
        });
    }

    /** Runs Pulumi, whatever comes of it. */
    public async run(...words: string[]): Promise<Ended> {
        const began = Date.now();
        const ended = await run(this.program, [...words, "--cwd", this.folder, "--non-interactive"], {
            env: this.environment,
        });
        say(`pulumi ${words.join(" ")}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
        return ended;
    }

    /** Runs Pulumi, and fails with all it printed unless it ends with 0. */
    public async expect(...words: string[]): Promise<string> {
        return printedBy(`pulumi ${words.join(" ")}`, await this.run(...words));
    }

    public up(...words: string[]): Promise<string> {
        return this.expect("up", "--yes", "--skip-preview", ...words);
    }

    public async outputs(): Promise<{ built: string; pulled: string }> {
        return JSON.parse(await this.expect("stack", "output", "--json")) as { built: string; pulled: string };
    }

    /** Everything that Pulumi keeps of the stack, its history and backups included. */
    public kept(): string {
        return keptState(join(this.folder, "state"));
    }

    /** Removes the state and settings; the resources must be gone. */
    public forget(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
