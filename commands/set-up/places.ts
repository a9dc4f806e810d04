/** Where things are kept. Nothing that is built is in the checkout. */
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { accessSync, constants } from "node:fs";

export const project = resolve(__dirname, "../..");

/** Builds and downloads that are worth keeping, shared by all checkouts of the user. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "airflow-dbt");

/** A Pulumi home for what is not official, so that no other project of the user picks it up. */
export const ownPulumiHome = join(cache, "pulumi-home");

/** The user's own Pulumi home, with official plugins, logins and stack selections. A shell of this project has the other one in PULUMI_HOME. */
export const pulumiHome =
    (process.env.PULUMI_HOME === ownPulumiHome ? process.env.PULUMI_CREDENTIALS_PATH : process.env.PULUMI_HOME) ||
    join(homedir(), ".pulumi");

/** The first such program on the PATH. */
export function onPath(program: string): string | undefined {
    const places = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
    return places.map((place) => join(place, program)).find(isExecutable);
}

export function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
