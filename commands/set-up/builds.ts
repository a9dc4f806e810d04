/** Keeps what was built, under a name that tells from what, so that it is built once for all checkouts of the user. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cache } from "./places";

/** A short name for the contents of files and folders, together with whatever else a build depends on. */
export function fingerprint(places: string[], ...rest: string[]): string {
    const hash = createHash("sha256").update(JSON.stringify(rest));
    for (const place of places) {
        for (const file of filesIn(place)) {
            hash.update(`\0${relative(place, file)}\0`).update(readFileSync(file));
        }
    }
    return hash.digest("hex").slice(0, 16);
}

function filesIn(place: string): string[] {
    const entries = readdirSync(place, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
    return entries.flatMap((entry) =>
        entry.isDirectory() ? filesIn(join(place, entry.name)) : [join(place, entry.name)],
    );
}

/** The folder that `build` filled, now or earlier. A build that was broken off leaves nothing behind under the final name. */
export async function built(name: string, build: (folder: string) => Promise<void>): Promise<string> {
    const folder = join(cache, "builds", name);
    if (existsSync(folder)) {
        return folder;
    }
    return alone(name, async () => {
        if (existsSync(folder)) {
            return folder;
        }
        const unfinished = `${folder}.${process.pid}`;
        mkdirSync(unfinished, { recursive: true });
        try {
            await build(unfinished);
            if (!existsSync(folder)) {
                renameSync(unfinished, folder);
            }
        } finally {
            rmSync(unfinished, { recursive: true, force: true });
        }
        return folder;
    });
}

/** Lets one process at a time do the work: two set-ups side by side would only slow each other down, or break a file. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const lock = join(cache, "locks", name);
    mkdirSync(join(cache, "locks"), { recursive: true });
    while (!taken(lock)) {
        await sleep(300);
    }
    try {
        return await work();
    } finally {
        rmSync(lock, { force: true });
    }
}

function taken(lock: string): boolean {
    try {
        writeFileSync(lock, String(process.pid), { flag: "wx" });
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
            throw error;
        }
    }
    // A process that was killed holds no lock.
    if (!holderAlive(lock)) {
        rmSync(lock, { force: true });
    }
    return false;
}

function holderAlive(lock: string): boolean {
    try {
        process.kill(Number(readFileSync(lock, "utf8")), 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
