/** Pulumi's own build of a resource plugin. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./builds";
import { run } from "./command";
import { NOT_OFFICIAL } from "./own-pulumi-home";
import { isExecutable, pulumiHome } from "./places";
import { say, step } from "./progress";
import { reachable } from "./reachable";
import { packageVersion } from "./versions";

export interface Plugin {
    name: string;
    version: string;
    /** The folder's name in a Pulumi home. */
    folder: string;
}

/** The plugin that an npm package asks for is the one of its own version. */
export function pluginOf(name: string): Plugin {
    const version = packageVersion(`@pulumi/${name}`);
    return { name, version, folder: `resource-${name}-v${version}` };
}

/** Whether the official plugin is in this Pulumi home. */
export function isInstalled({ name, folder }: Plugin, home: string): boolean {
    const path = join(home, "plugins", folder);
    return (
        isExecutable(join(path, `pulumi-resource-${name}`)) &&
        !existsSync(`${path}.partial`) &&
        !existsSync(join(path, NOT_OFFICIAL))
    );
}

/** Downloads the plugin into the user's own Pulumi home, and tells whether that worked. */
export function download(plugin: Plugin, pulumi: string): Promise<boolean> {
    return alone(`plugin-${plugin.name}`, async () => {
        // Another process may have installed it in the meantime.
        if (isInstalled(plugin, pulumiHome)) {
            return true;
        }
        const { name, version, folder } = plugin;
        if (!(await hostAnswers(name, version))) {
            return false;
        }
        const again = existsSync(join(pulumiHome, "plugins", folder)) ? ["--reinstall"] : [];
        const words = ["plugin", "install", "resource", name, version, ...again];
        const environment = { PULUMI_HOME: pulumiHome };
        return step(`downloading the plugin ${name} ${version}`, () => run(pulumi, words, { environment })).then(
            () => true,
            (error: Error) => {
                say(`• ${error.message.split("\n").pop()}`);
                return false;
            },
        );
    });
}

let answers: Promise<boolean> | undefined;

/** Asked once for all plugins, with the address of one: a proxy that refuses may well answer for the host. */
function hostAnswers(name: string, version: string): Promise<boolean> {
    const machine = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
    return (answers ??= reachable(
        `https://get.pulumi.com/releases/plugins/pulumi-resource-${name}-v${version}-${machine}.tar.gz`,
    ));
}
