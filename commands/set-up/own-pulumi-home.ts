/** Pulumi homes: the user's own has only what is official; the project's own, in the cache, what stands in for it as well. */
import {
    cpSync,
    existsSync,
    lstatSync,
    mkdirSync,
    readdirSync,
    readlinkSync,
    renameSync,
    rmSync,
    symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import { ownPulumiHome, pulumiHome } from "./places";
import { say } from "./progress";

/** What marks a plugin that is not official. */
export const NOT_OFFICIAL = "not-official";

/** What marks a CLI that is not downloaded. */
export const BUILT = "built-from-go-modules";

/** The environment in which Pulumi uses the project's own home, with the user's login and stack selection. */
export function ownHomeEnvironment(): Record<string, string> {
    linkWorkspaces();
    return {
        PULUMI_HOME: ownPulumiHome,
        PULUMI_CREDENTIALS_PATH: process.env.PULUMI_CREDENTIALS_PATH || pulumiHome,
    };
}

/** The environment in which Pulumi uses the user's own home. */
export function userHomeEnvironment(): Record<string, string> {
    return process.env.PULUMI_HOME ? { PULUMI_HOME: pulumiHome } : {};
}

/** Which stack is selected in which project is kept here. */
function linkWorkspaces(): void {
    const [link, target] = [join(ownPulumiHome, "workspaces"), join(pulumiHome, "workspaces")];
    mkdirSync(target, { recursive: true, mode: 0o700 });
    mkdirSync(ownPulumiHome, { recursive: true, mode: 0o700 });
    const isLink = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    if (isLink && readlinkSync(link) === target) {
        return;
    }
    const unfinished = `${link}.${process.pid}`;
    symlinkSync(target, unfinished);
    if (!isLink) {
        rmSync(link, { recursive: true, force: true });
    }
    renameSync(unfinished, link);
}

/** Copies an official plugin from the user's home: Pulumi looks into one home only, and skips links. */
export function copyOfficialPlugin(folder: string): void {
    const copy = join(ownPulumiHome, "plugins", basename(folder));
    if (existsSync(copy) && !existsSync(join(copy, NOT_OFFICIAL))) {
        return;
    }
    const unfinished = join(ownPulumiHome, `${basename(folder)}.${process.pid}`);
    cpSync(folder, unfinished, { recursive: true });
    mkdirSync(join(ownPulumiHome, "plugins"), { recursive: true, mode: 0o700 });
    rmSync(copy, { recursive: true, force: true });
    renameSync(unfinished, copy);
}

/** Removes what earlier versions of this project put into the user's own home, where other projects take it for official. */
export function tidyPulumiHome(home = pulumiHome): void {
    const found = [
        ...entries(join(home, "plugins")).filter((folder) => existsSync(join(folder, NOT_OFFICIAL))),
        ...entries(join(home, "versions")).filter((folder) => existsSync(join(folder, "bin", BUILT))),
    ];
    for (const folder of found) {
        rmSync(folder, { recursive: true, force: true });
        rmSync(`${folder}.lock`, { force: true });
    }
    if (found.length > 0) {
        const names = found.map((folder) => basename(folder)).join(", ");
        say(`• removed from ${home} what is not official, so that no other project uses it: ${names}`);
    }
}

function entries(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
