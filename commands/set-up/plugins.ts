/** The resource plugins: installed already, or the official download, or built here, or stood in for. */
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alone, built, fingerprint } from "./builds";
import { run } from "./command";
import { goBuild, type Recipe } from "../../offline/go-build";
import { isExecutable, project, pulumiHome } from "./places";
import { say, step } from "./progress";
import { reachable } from "./reachable";
import { packageVersion } from "./versions";

/** A stand-in gives way to the official plugin; asking for that at each start would cost seconds. */
const ASK_AGAIN_MS = 24 * 60 * 60 * 1000;

/** Plugins whose upstream is served as a Go module. */
const GO_PLUGINS: Record<string, Pick<Recipe, "tags">> = { docker: { tags: "no_compose" }, random: {} };

const STAND_INS = join(project, "offline", "stand-ins");

/** What the stand-ins are bundled with. */
const LIBRARIES = ["@grpc/grpc-js", "@pulumi/pulumi", "google-auth-library", "google-protobuf", "pg", "sshpk"];

/** What of `names` is not the official plugin, in words. */
export async function plugins(names: string[], pulumi: string): Promise<string[]> {
    const others: string[] = [];
    for (const name of names) {
        const other = await plugin(name, pulumi);
        if (other) others.push(other);
    }
    return others;
}

async function plugin(name: string, pulumi: string, isAlone = false): Promise<string | undefined> {
    // The plugin that the npm package asks for is the one of its own version.
    const version = packageVersion(`@pulumi/${name}`);
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${version}`);
    const mark = join(folder, "not-official");
    const there = isExecutable(join(folder, `pulumi-resource-${name}`)) && !existsSync(`${folder}.partial`);
    const kind = name in GO_PLUGINS ? "built from its Go module" : "stand-in";
    const key = keyOf(name, version);
    if (there && !existsSync(mark)) return undefined;
    const current = there && readFileSync(mark, "utf8") === key;
    if (current && (kind !== "stand-in" || Date.now() - statSync(mark).mtimeMs < ASK_AGAIN_MS))
        return `plugin ${name} ${version}, ${kind}`;

    // Looked at once more when it is this process's turn: another one may just have installed it.
    if (!isAlone) return alone(`plugin-${name}`, () => plugin(name, pulumi, true));
    if (await official(name, version, pulumi, there)) return undefined;
    if (current) utimesSync(mark, new Date(), new Date());
    else {
        const instead =
            kind === "stand-in" ? "a stand-in takes the place of the plugin" : "building from its Go module the plugin";
        say(`• Pulumi's plugin host does not answer: ${instead} ${name} ${version}`);
        const program = kind === "stand-in" ? await standIn(name, version, key) : await fromGo(name, version);
        await run(pulumi, ["plugin", "install", "resource", name, version, "--reinstall", "--file", program]);
        writeFileSync(mark, key);
    }
    return `plugin ${name} ${version}, ${kind}`;
}

async function official(name: string, version: string, pulumi: string, replace: boolean): Promise<boolean> {
    if (!(await hostAnswers(name, version))) return false;
    const again = replace ? ["--reinstall"] : [];
    return step(`downloading the plugin ${name} ${version}`, () =>
        run(pulumi, ["plugin", "install", "resource", name, version, ...again]),
    ).then(
        () => true,
        (error: Error) => {
            say(`• ${error.message.split("\n").pop()}`);
            return false;
        },
    );
}

let answers: Promise<boolean> | undefined;

/** Asked once for all plugins, with the address of one: a proxy that refuses may well answer for the host. */
function hostAnswers(name: string, version: string): Promise<boolean> {
    const machine = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
    return (answers ??= reachable(
        `https://get.pulumi.com/releases/plugins/pulumi-resource-${name}-v${version}-${machine}.tar.gz`,
    ));
}

async function fromGo(name: string, version: string): Promise<string> {
    const program = `pulumi-resource-${name}`;
    const folder = await goBuild({
        module: name,
        program,
        package: ".",
        variables: { "main.version": version },
        ...GO_PLUGINS[name],
    });
    return join(folder, program);
}

/** The stand-in for a plugin as one program, whether or not the official one can be had. */
export function standInProgram(name: string): Promise<string> {
    const version = packageVersion(`@pulumi/${name}`);
    return standIn(name, version, keyOf(name, version));
}

/** One file that Node runs at once: a plugin is started by every `up`, and finding hundreds of modules would take most of that time. */
async function standIn(name: string, version: string, key: string): Promise<string> {
    if (!existsSync(join(STAND_INS, name))) {
        throw new Error(
            `the Pulumi plugin ${name} ${version} cannot be downloaded here, and nothing stands in for it. ` +
                `Where the download works, run 'pulumi plugin install resource ${name} ${version}'; it is then found here too if you copy the folder over.`,
        );
    }
    const program = `pulumi-resource-${name}`;
    const folder = await built(`${program}-${key}`, async (target) => {
        const { build } = await import("esbuild");
        await build({
            entryPoints: [join(STAND_INS, name, "main.ts")],
            outfile: join(target, program),
            bundle: true,
            minify: true,
            platform: "node",
            target: "node20",
            define: { VERSION: JSON.stringify(version) },
            banner: { js: "#!/usr/bin/env node" },
            external: ["pg-native"],
            logLevel: "error",
        });
        await run("chmod", ["755", join(target, program)]);
    });
    return join(folder, program);
}

/** Changes with whatever the plugin is made from, so that an old one is replaced. */
function keyOf(name: string, version: string): string {
    if (name in GO_PLUGINS) return fingerprint([join(project, "offline", "go", name)], version);
    if (!existsSync(join(STAND_INS, name))) return "none";
    return fingerprint(
        [STAND_INS],
        name,
        version,
        ...LIBRARIES.map((library) => `${library} ${packageVersion(library)}`),
    );
}
