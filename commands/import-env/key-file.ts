import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Finds a file that an env file names. The path may be of this machine, or of a container into which compose mounted the file: so
 * it is also looked for beside the env file, by its last part.
 */
export function findKeyFile(envFile: string, named: string): { path: string; content: string } | undefined {
    const folder = dirname(resolve(envFile));
    for (const path of [resolve(folder, named), join(folder, basename(named))]) {
        try {
            return { path, content: readFileSync(path, "utf8").trim() };
        } catch {
            // Not there: the next place.
        }
    }
    return undefined;
}
