/** The resource plugins: installed already, or the official download, or what `offline/` puts in their place. */
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./builds";
import { run } from "./command";
import { type Offline, offline } from "./offline";
import { download, isInstalled, type Plugin, pluginOf } from "./official-plugin";
import { copyOfficialPlugin, NOT_OFFICIAL, ownHomeEnvironment, userHomeEnvironment } from "./own-pulumi-home";
import { ownPulumiHome, pulumiHome } from "./places";
import { say } from "./progress";
import { OFFLINE } from "./stand-ins";

/** A stand-in gives way to the official plugin; asking for that at each start would cost seconds. */
const ASK_AGAIN_MS = 24 * 60 * 60 * 1000;

/** The plugins of a stack. */
export interface Plugins {
    /** The environment in which Pulumi finds them. */
    environment: Record<string, string>;
    /** What is not the official plugin, in words. */
    notOfficial: string[];
}

/**
 * Installs the plugins that are missing.
 *
 * @throws Error if one cannot be downloaded and nothing may take its place, with the commands that fix it
 */
export async function plugins(names: string[], pulumi: string, standIns: boolean): Promise<Plugins> {
    const all = names.map(pluginOf);
    const instead = offline();
    const missing: Plugin[] = [];
    for (const plugin of all) {
        const isThere = isInstalled(plugin, pulumiHome) || isInstalled(plugin, ownPulumiHome);
        const isKnownMissing = standIns && askedLately(plugin, instead);
        if (!isThere && (isKnownMissing || !(await download(plugin, pulumi)))) {
            missing.push(plugin);
        }
    }
    if (all.every((plugin) => isInstalled(plugin, pulumiHome))) {
        return { environment: userHomeEnvironment(), notOfficial: [] };
    }
    if (missing.length > 0 && (!standIns || instead === undefined)) {
        throw new Error(refusal(missing, instead !== undefined));
    }
    const environment = ownHomeEnvironment();
    const notOfficial: string[] = [];
    for (const plugin of all) {
        if (missing.includes(plugin)) {
            notOfficial.push(await putInPlace(plugin, pulumi, instead as Offline));
        } else if (isInstalled(plugin, pulumiHome)) {
            copyOfficialPlugin(join(pulumiHome, "plugins", plugin.folder));
        }
    }
    return { environment, notOfficial };
}

/** The file that marks a stand-in; its time stamp says when the official plugin was last asked for. */
function markOf({ folder }: Plugin): string {
    return join(ownPulumiHome, "plugins", folder, NOT_OFFICIAL);
}

function isCurrent(plugin: Plugin, key: string | undefined): boolean {
    return existsSync(markOf(plugin)) && readFileSync(markOf(plugin), "utf8") === key;
}

function askedLately(plugin: Plugin, instead: Offline | undefined): boolean {
    const key = instead?.plugin(plugin.name)?.key;
    return isCurrent(plugin, key) && Date.now() - statSync(markOf(plugin)).mtimeMs < ASK_AGAIN_MS;
}

/** Puts a stand-in into the project's own home, and describes it. */
async function putInPlace(plugin: Plugin, pulumi: string, instead: Offline): Promise<string> {
    const { name, version } = plugin;
    const standIn = instead.plugin(name);
    if (standIn === undefined) {
        throw new Error(refusal([plugin], false));
    }
    await alone(`plugin-${name}`, async () => {
        if (isCurrent(plugin, standIn.key)) {
            const now = new Date();
            return askedLately(plugin, instead) ? undefined : utimesSync(markOf(plugin), now, now);
        }
        say(`• Pulumi's plugin host does not answer; the plugin ${name} ${version} is ${standIn.kind}`);
        const words = [
            "plugin",
            "install",
            "resource",
            name,
            version,
            "--reinstall",
            "--file",
            await standIn.program(),
        ];
        await run(pulumi, words, { environment: { PULUMI_HOME: ownPulumiHome } });
        writeFileSync(markOf(plugin), standIn.key);
    });
    return `plugin ${name} ${version}, ${standIn.kind}`;
}

function refusal(missing: Plugin[], canStandIn: boolean): string {
    const list = missing.map(({ name, version }) => `${name} ${version}`).join(", ");
    const install = missing.map(({ name, version }) => `pulumi plugin install resource ${name} ${version}`);
    return [
        `These Pulumi plugins are missing and cannot be downloaded from get.pulumi.com: ${list}.`,
        `    Install them where a download works, and copy their folders to ${join(pulumiHome, "plugins")}:`,
        ...install.map((line) => `        ${line}`),
        ...(canStandIn
            ? [
                  `    Or allow what stands in for them offline; on stacks other than local it is used only if you say so:`,
                  `        export ${OFFLINE}=1`,
              ]
            : []),
    ].join("\n");
}
