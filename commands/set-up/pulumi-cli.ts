/** The Pulumi CLI with its Node language host: there already, or the official download, or built from its Go modules. */
import {
    chmodSync,
    copyFileSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    realpathSync,
    renameSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { run } from "./command";
import { goBuild } from "../../offline/go-build";
import { cache, isExecutable, onPath, project, pulumiHome } from "./places";
import { say, step } from "./progress";
import { reachable } from "./reachable";
import { CLI, fits, LANGUAGE_HOST } from "./versions";

const LANGUAGE_PROGRAM = "pulumi-language-nodejs";

/** Where the npm package `pulumi` and the Automation API look for this version. */
const home = join(pulumiHome, "versions", CLI, "bin");

export interface Cli {
    program: string;
    /** Said in the summary where it is not the official one. */
    built?: string;
}

export async function pulumiCli(): Promise<Cli> {
    return (await fromPath()) ?? installed() ?? (await downloaded()) ?? (await fromSource());
}

async function fromPath(): Promise<Cli | undefined> {
    const program = onPath("pulumi");
    // The npm package's `pulumi` is no CLI but fetches one: it is not asked for its version.
    if (!program || program.includes("node_modules")) return undefined;
    const hasLanguage =
        isExecutable(join(dirname(program), LANGUAGE_PROGRAM)) || onPath(LANGUAGE_PROGRAM) !== undefined;
    if (!hasLanguage || !fits(await versionOf(program), CLI)) return undefined;
    return { program, built: dirname(program) === home ? installed()?.built : undefined };
}

function installed(): Cli | undefined {
    const program = join(home, "pulumi");
    if (!isExecutable(program) || !isExecutable(join(home, LANGUAGE_PROGRAM))) return undefined;
    return {
        program,
        built: isExecutable(join(home, "built-from-go-modules"))
            ? `Pulumi CLI ${CLI}, built from its Go modules`
            : undefined,
    };
}

/** Asking a program of 100 MB for its version takes 150 ms, so the answer is kept until the file changes. */
async function versionOf(program: string): Promise<string> {
    const file = realpathSync(program);
    const { mtimeMs, size } = statSync(file);
    const key = `${file} ${mtimeMs} ${size} `;
    const note = join(cache, "pulumi-on-path");
    try {
        const kept = readFileSync(note, "utf8");
        if (kept.startsWith(key)) return kept.slice(key.length);
    } catch {
        // Not asked before.
    }
    const version = await run(program, ["version"]).catch(() => "0");
    mkdirSync(cache, { recursive: true });
    writeFileSync(note, key + version);
    return version;
}

async function downloaded(): Promise<Cli | undefined> {
    const wrapper = join(project, "node_modules", "pulumi", "run.js");
    if (
        !(await reachable(
            `https://get.pulumi.com/releases/sdk/pulumi-v${CLI}-${process.platform}-${process.arch}.tar.gz`,
        ))
    ) {
        say(
            `• Pulumi's download host does not answer: building the CLI ${CLI} from its Go modules instead (3 to 6 minutes, once)`,
        );
        return undefined;
    }
    try {
        // The official npm package downloads into the folder where `installed` looks.
        await step(`downloading Pulumi ${CLI}`, () =>
            run(process.execPath, [wrapper, "version"], { environment: { PULUMI_VERSION: CLI } }),
        );
        return installed();
    } catch (error) {
        say(
            `• Pulumi's download failed (${(error as Error).message.split("\n").pop()}): building the CLI from its Go modules instead`,
        );
        return undefined;
    }
}

async function fromSource(): Promise<Cli> {
    const cli = await goBuild({
        module: "cli",
        program: "pulumi",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": CLI },
    });
    const language = await goBuild(
        {
            module: "language-host",
            program: LANGUAGE_PROGRAM,
            package: `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${LANGUAGE_PROGRAM}`,
            variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": LANGUAGE_HOST },
        },
        // Dynamic resources and policy packs are started by scripts that lie beside the language host.
        async (folder, go) => {
            const sources = join(project, "offline", "go", "language-host");
            const module = await go(["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], sources);
            for (const script of ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"]) {
                copyFileSync(join(module, "nodejs", "dist", script), join(folder, script));
                chmodSync(join(folder, script), 0o755);
            }
            renameSync(join(folder, LANGUAGE_PROGRAM), join(folder, "language-host-nodejs"));
            copyFileSync(join(sources, "with-options.sh"), join(folder, LANGUAGE_PROGRAM));
            chmodSync(join(folder, LANGUAGE_PROGRAM), 0o755);
        },
    );
    writeFileSync(join(language, "built-from-go-modules"), "", { mode: 0o755 });
    // The CLI comes last: whoever sees it sees the rest.
    for (const folder of [language, cli])
        for (const file of readdirSync(folder)) place(join(folder, file), join(home, file));
    return installed() as Cli;
}

/** Copies in one move, so that another process never starts half a program. */
function place(from: string, to: string): void {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, `${to}.${process.pid}`);
    renameSync(`${to}.${process.pid}`, to);
}

/** The PATH on which the CLI finds its language host, and a shell the CLI. */
export function pathWith(program: string): string {
    return [dirname(program), process.env.PATH].filter(Boolean).join(delimiter);
}
