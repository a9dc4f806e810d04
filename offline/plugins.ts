/** What takes the place of Pulumi's plugins: built from upstream's Go module, or a stand-in. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { built, fingerprint } from "../commands/set-up/builds";
import { run } from "../commands/set-up/command";
import { type StandIn } from "../commands/set-up/offline";
import { project } from "../commands/set-up/places";
import { packageVersion } from "../commands/set-up/versions";
import { goBuild, type Recipe } from "./go-build";

/** Plugins whose upstream is served as a Go module. */
const GO_PLUGINS: Record<string, Pick<Recipe, "tags">> = { docker: { tags: "no_compose" }, random: {} };

const STAND_INS = join(project, "offline", "stand-ins");

/** What the stand-ins are bundled with. */
const LIBRARIES = ["@grpc/grpc-js", "@pulumi/pulumi", "google-auth-library", "google-protobuf", "pg", "sshpk"];

/** Undefined for a plugin that nothing takes the place of. */
export function plugin(name: string): StandIn | undefined {
    const version = packageVersion(`@pulumi/${name}`);
    if (name in GO_PLUGINS) {
        const key = fingerprint([join(project, "offline", "go", name)], version);
        return { kind: "built from its Go module", key, program: () => fromGo(name, version) };
    }
    if (!existsSync(join(STAND_INS, name, "main.ts"))) {
        return undefined;
    }
    const libraries = LIBRARIES.map((library) => `${library} ${packageVersion(library)}`);
    const allowed = readFileSync(join(project, "commands", "set-up", "stand-ins.ts"), "utf8");
    const key = fingerprint([STAND_INS], name, version, allowed, ...libraries);
    return { kind: "a stand-in", key, program: () => bundle(name, version, key) };
}

async function fromGo(name: string, version: string): Promise<string> {
    const program = `pulumi-resource-${name}`;
    const variables = { "main.version": version };
    return join(await goBuild({ module: name, program, package: ".", variables, ...GO_PLUGINS[name] }), program);
}

/** One file that Node runs at once: a plugin is started by every `up`, and finding hundreds of modules would take most of that time. */
async function bundle(name: string, version: string, key: string): Promise<string> {
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
