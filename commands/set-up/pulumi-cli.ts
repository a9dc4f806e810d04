/** The Pulumi CLI with its Node language host: there already, or the official download, or built from its Go modules. */
import {
    copyFileSync,
    existsSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    realpathSync,
    renameSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { alone } from "./builds";
import { run } from "./command";
import { type Offline, offline } from "./offline";
import { BUILT } from "./own-pulumi-home";
import { cache, isExecutable, onPath, ownPulumiHome, project, pulumiHome } from "./places";
import { say, step } from "./progress";
import { reachable } from "./reachable";
import { CLI, fits } from "./versions";

const LANGUAGE_PROGRAM = "pulumi-language-nodejs";

/** Where the npm package `pulumi` and the Automation API look for this version. */
const binFolder = (home: string): string => join(home, "versions", CLI, "bin");

export interface Cli {
    program: string;
    /** Said in the summary if it is not the official download. */
    built?: string;
}

export async function pulumiCli(): Promise<Cli> {
    return (await fromPath()) ?? downloadedEarlier() ?? builtEarlier() ?? (await downloaded()) ?? (await build());
}

async function fromPath(): Promise<Cli | undefined> {
    const program = onPath("pulumi");
    // The npm package's `pulumi` is no CLI but fetches one: it is not asked for its version.
    if (!program || program.includes("node_modules") || existsSync(join(dirname(program), BUILT))) {
        return undefined;
    }
    const hasLanguage =
        isExecutable(join(dirname(program), LANGUAGE_PROGRAM)) || onPath(LANGUAGE_PROGRAM) !== undefined;
    return hasLanguage && fits(await versionOf(program), CLI) ? { program } : undefined;
}

function downloadedEarlier(): Cli | undefined {
    const folder = binFolder(pulumiHome);
    const isThere = ["pulumi", LANGUAGE_PROGRAM].every((program) => isExecutable(join(folder, program)));
    return isThere && !existsSync(join(folder, BUILT)) ? { program: join(folder, "pulumi") } : undefined;
}

/** Asking a program of 100 MB for its version takes 150 ms, so the answer is kept until the file changes. */
async function versionOf(program: string): Promise<string> {
    const file = realpathSync(program);
    const { mtimeMs, size } = statSync(file);
    const key = `${file} ${mtimeMs} ${size} `;
    const note = join(cache, "pulumi-on-path");
    try {
        const kept = readFileSync(note, "utf8");
        if (kept.startsWith(key)) {
            return kept.slice(key.length);
        }
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
    const address = `https://get.pulumi.com/releases/sdk/pulumi-v${CLI}-${process.platform}-${process.arch}.tar.gz`;
    if (!(await reachable(address))) {
        return undefined;
    }
    try {
        // The official npm package downloads into the folder where `downloadedEarlier` looks.
        const environment = { PULUMI_VERSION: CLI, PULUMI_HOME: pulumiHome };
        await step(`downloading Pulumi ${CLI}`, () => run(process.execPath, [wrapper, "version"], { environment }));
        return downloadedEarlier();
    } catch (error) {
        say(`• Pulumi's download failed: ${(error as Error).message.split("\n").pop()}`);
        return undefined;
    }
}

/** The one that was built for this checkout's versions. */
function builtEarlier(): Cli | undefined {
    const key = offline()?.pulumiCli.key();
    const mark = join(binFolder(ownPulumiHome), BUILT);
    return key !== undefined && existsSync(mark) && readFileSync(mark, "utf8") === key ? builtCli() : undefined;
}

function builtCli(): Cli {
    return { program: join(binFolder(ownPulumiHome), "pulumi"), built: `Pulumi CLI ${CLI}, built from its Go modules` };
}

async function build(): Promise<Cli> {
    const instead = offline();
    if (instead === undefined) {
        throw new Error(
            `Pulumi's CLI ${CLI} is missing and cannot be downloaded from get.pulumi.com. Install Pulumi ${CLI} or newer ` +
                "(https://www.pulumi.com/docs/install/) and put it on the PATH.",
        );
    }
    say(`• Pulumi's download host does not answer: the CLI ${CLI} is built from its Go modules`);
    return alone("pulumi-cli", async () => builtEarlier() ?? (await place(instead)));
}

/** The mark is written last: if it exists, so does everything else. */
async function place({ pulumiCli: cli }: Offline): Promise<Cli> {
    const target = binFolder(ownPulumiHome);
    for (const folder of await cli.build()) {
        for (const file of readdirSync(folder)) {
            placeFile(join(folder, file), join(target, basename(file)));
        }
    }
    writeFileSync(join(target, BUILT), cli.key());
    return builtCli();
}

/** Copies in one move, so that another process never starts half a program. */
function placeFile(from: string, to: string): void {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, `${to}.${process.pid}`);
    renameSync(`${to}.${process.pid}`, to);
}

/** The PATH on which the CLI finds its language host, and a shell the CLI. */
export function pathWith(program: string): string {
    return [dirname(program), process.env.PATH].filter(Boolean).join(delimiter);
}
