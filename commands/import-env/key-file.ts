import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Finds a file that the env file names. The path may be one inside a container into which compose mounted the file, so the folder of the
 * env file is searched as well.
 */
export function findKeyFile(envFile: string, named: string): { path: string; content: string } | undefined {
    const folder = dirname(resolve(envFile));
    for (const path of [resolve(folder, named), join(folder, basename(named))]) {
        try {
            return { path, content: readFileSync(path, "utf8").trim() };
        } catch {
            // Try the next place.
        }
    }
    return undefined;
}
