import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "../../../commands/set-up/set-up";
import { type Entry } from "./existing-postgres-program";
import { removeWhenThisEnds } from "../../../tools/running-stack/remains";
import { type Ended, output, printedBy, run, say } from "../../../tools/running-stack/run";

const settings = `
name: existing-postgres
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --import tsx
main: ${join(__dirname, "existing-postgres-program.ts")}
`;

/** A stack of the small program, with project file, state and passphrase in a folder of its own. */
export class ExistingPostgresStack {
    private constructor(
        private readonly folder: string,
        private readonly program: string,
        private readonly environment: NodeJS.ProcessEnv,
    ) {}

    public static async make(): Promise<ExistingPostgresStack> {
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-existing-postgres-"));
        removeWhenThisEnds("existing-postgres", folder);
        mkdirSync(join(folder, "state"));
        writeFileSync(join(folder, "Pulumi.yaml"), settings);
        writeFileSync(join(folder, "passphrase"), folder, { mode: 0o600 });
        const ready = await setUp({ standIns: "any stack" });
        const own = {
            PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
        };
        const stack = new ExistingPostgresStack(folder, ready.pulumi, { ...process.env, ...ready.environment, ...own });
        await stack.pulumi(["stack", "init", "test"]);
        return stack;
    }

    public async set(entries: Record<string, Entry>): Promise<void> {
        const words = ["config", "set", "--secret", "entries", "--stack", "test", "--cwd", this.folder];
        await output(this.program, words, { env: this.environment, input: JSON.stringify(entries) });
    }

    /** Runs Pulumi, whatever comes of it. */
    public async pulumi(words: string[]): Promise<Ended> {
        const began = Date.now();
        const stack = words[1] === "init" ? [] : ["--stack", "test"];
        const ended = await run(this.program, [...words, ...stack, "--cwd", this.folder, "--non-interactive"], {
            env: this.environment,
        });
        say(`pulumi ${words.join(" ")}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
        return ended;
    }

    /** Runs Pulumi, and fails with all it printed unless it ends with 0. */
    public async expectPulumi(...words: string[]): Promise<string> {
        return printedBy(`pulumi ${words.join(" ")}`, await this.pulumi(words));
    }

    public up(...words: string[]): Promise<string> {
        return this.expectPulumi("up", "--yes", "--skip-preview", ...words);
    }

    /** The password of each entry's role. */
    public async passwords(): Promise<Record<string, string>> {
        return JSON.parse(
            await this.expectPulumi("stack", "output", "passwords", "--json", "--show-secrets"),
        ) as Record<string, string>;
    }

    /** Adopts what is there already, as docs/migrating.md has it. */
    public async adopt(
        parent: string,
        provider: string,
        resources: { type: string; name: string; id: string }[],
    ): Promise<string> {
        const file = join(this.folder, "import.json");
        const adopted = resources.map((resource) => ({ ...resource, parent: "parent", provider: "provider" }));
        writeFileSync(
            file,
            JSON.stringify({ nameTable: { parent: urn(parent), provider: urn(provider) }, resources: adopted }),
        );
        return this.expectPulumi("import", "--file", file, "--generate-code=false", "--yes", "--skip-preview");
    }

    /** Forgets a resource, and what depends on it, without touching any of them. */
    public letGo(typeAndName: string): Promise<string> {
        return this.expectPulumi("state", "delete", urn(typeAndName), "--target-dependents", "--yes");
    }

    /** Removes the state; the resources must be gone, or their server. */
    public forget(): void {
        rmSync(this.folder, { recursive: true, force: true });
        // The program writes certificates where it is.
        rmSync(join(__dirname, ".certificates"), { recursive: true, force: true });
    }
}

function urn(typeAndName: string): string {
    return `urn:pulumi:test::existing-postgres::${typeAndName}`;
}

/** The errors of an update, by the name of the resource; those of the stack, which only say that there are others, are left out. */
export function errorsIn(printed: string): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const [, name, lines] of printed.matchAll(/^ {2}\S+ \(([\w-]+)\):\n((?: {4}.*(?:\n|$))+)/gm)) {
        const errors = [...lines.matchAll(/^ {4}error: (.*)$/gm)].map((match) => match[1]);
        if (errors.length > 0 && !name.startsWith("existing-postgres")) {
            found[name] = errors;
        }
    }
    return found;
}
