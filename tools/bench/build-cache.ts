import { say } from "../../commands/set-up/progress";
import { engine } from "../engine/engine-api";

interface CacheRecord {
    ID: string;
    Parent: string;
    Description: string;
}

/** Removes from the engine's build cache everything built on top of a step with this mark, and nothing else. */
export async function forgetMarkedBuilds(mark: string): Promise<void> {
    const { BuildCache: all } = await engine<{ BuildCache: CacheRecord[] | null }>("GET", "/system/df");
    const found = builtUpon(mark, all ?? []);
    let freed = 0;
    // An entry can be removed only after those built on top of it.
    for (const id of found.reverse()) {
        const filters = encodeURIComponent(JSON.stringify({ id: { [id]: true } }));
        freed +=
            (await engine<{ SpaceReclaimed?: number }>("POST", `/build/prune?all=1&filters=${filters}`))
                .SpaceReclaimed ?? 0;
    }
    if (found.length > 0) {
        say(`• removed ${found.length} entries of the build cache, ${(freed / 1e9).toFixed(1)} GB`);
    }
}

/** IDs of the records built on a marked step, each after the one it is built on. */
export function builtUpon(mark: string, all: CacheRecord[]): string[] {
    const found = all.filter((record) => record.Description.includes(mark)).map((record) => record.ID);
    // The list grows while it is walked through.
    for (const id of found) {
        found.push(
            ...all.filter((record) => record.Parent === id && !found.includes(record.ID)).map((record) => record.ID),
        );
    }
    return found;
}
