import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gcpPackage } from "../../../commands/set-up/gcp";
import { offline } from "../../../commands/set-up/offline";
import { OFFLINE } from "../../../commands/set-up/stand-ins";
import { pathWith, pulumiCli } from "../../../commands/set-up/pulumi-cli";
import { packageVersion } from "../../../commands/set-up/versions";
import { type GoogleApi } from "./google-api";
import { keptState } from "./kept-state";
import { removeWhenThisEnds } from "../../../tools/running-stack/remains";
import { type Ended, output, run } from "../../../tools/running-stack/run";

const settings = `
name: bigquery
main: index.ts
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --import tsx
`;

/** A stack of that program, with the stand-in for the gcp plugin (without offline/: the official plugin), whatever plugins this machine has. All files are in one folder. */
export class GoogleStack {
    private constructor(
        private readonly folder: string,
        private readonly pulumiProgram: string,
        private readonly environment: NodeJS.ProcessEnv,
    ) {}

    public static async make(google: GoogleApi): Promise<GoogleStack> {
        await gcpPackage();
        const [cli, standIn] = [await pulumiCli(), offline()?.plugin("gcp")];
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-google-"));
        removeWhenThisEnds(`google-${process.pid}`, folder);
        mkdirSync(join(folder, "state"));
        writeFileSync(join(folder, "passphrase"), "of this test alone");
        writeFileSync(join(folder, "Pulumi.yaml"), settings);
        writeFileSync(
            join(folder, "index.ts"),
            `export = require(${JSON.stringify(resolve("test/integration/support/bigquery-program.ts"))});`,
        );
        writeFileSync(join(folder, "package.json"), "{}");
        symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
        const stack = new GoogleStack(folder, cli.program, {
            ...process.env,
            PATH: pathWith(cli.program),
            PULUMI_HOME: join(folder, "home"),
            PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: undefined,
            PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
            PULUMI_SKIP_UPDATE_CHECK: "true",
            [OFFLINE]: "1",
            // A provider of the stack has them from its settings; that of an import, which no program makes, from here.
            GOOGLE_OAUTH_ACCESS_TOKEN: google.token,
            GOOGLE_IAM_CUSTOM_ENDPOINT: `${google.url}/v1/`,
        });
        const file = standIn ? ["--file", await standIn.program()] : [];
        await stack.expect("plugin", "install", "resource", "gcp", packageVersion("@pulumi/gcp"), ...file);
        await stack.expect("stack", "init", "test");
        return stack;
    }

    public set(settings: Record<string, string>): Promise<string> {
        return this.expect(
            "config",
            "set-all",
            ...Object.entries(settings).flatMap(([name, value]) => ["--plaintext", `${name}=${value}`]),
        );
    }

    /** Runs Pulumi, whatever comes of it. */
    public run(...words: string[]): Promise<Ended> {
        return run(this.pulumiProgram, [...words, "--cwd", this.folder, "--non-interactive"], {
            env: this.environment,
        });
    }

    /** Runs Pulumi, and fails with all it printed unless it ends with 0. */
    public expect(...words: string[]): Promise<string> {
        return output(this.pulumiProgram, [...words, "--cwd", this.folder, "--non-interactive"], {
            env: this.environment,
        });
    }

    public up(...words: string[]): Promise<Ended> {
        return this.run("up", "--yes", "--skip-preview", ...words);
    }

    /** The key that the program hands on. */
    public async key(): Promise<{ private_key: string; private_key_id: string; client_email: string }> {
        return JSON.parse(await this.expect("stack", "output", "key", "--show-secrets")) as Awaited<
            ReturnType<GoogleStack["key"]>
        >;
    }

    /** Everything that Pulumi keeps of the stack, its history and backups included. */
    public kept(): string {
        return keptState(join(this.folder, "state"));
    }

    public forget(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
