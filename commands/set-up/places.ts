/** Where things are kept. Nothing that is built lies in the checkout. */
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { accessSync, constants } from "node:fs";

export const project = resolve(__dirname, "../..");

/** Builds and downloads that are worth keeping, shared by all checkouts of the user. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "airflow-dbt");

/** Where Pulumi keeps its CLI versions, plugins and logins. */
export const pulumiHome = process.env.PULUMI_HOME || join(homedir(), ".pulumi");

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
