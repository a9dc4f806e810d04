/** The folder of a state that is kept in files. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The backend that keeps its state in a folder.
 *
 * Without `metadata=skip`, Pulumi writes a second file beside each one (`.attrs`) and empties it first: an update that is killed in
 * that moment leaves a state that no command can read (docs/provider-facts.md).
 */
export function fileBackend(folder: string): string {
    return `${pathToFileURL(folder).href}?metadata=skip`;
}

/** Where a file backend has its files; undefined for another backend. */
export function stateFolder(backendUrl: string): string | undefined {
    return backendUrl.startsWith("file:///") ? join(fileURLToPath(backendUrl), ".pulumi") : undefined;
}

/**
 * Makes a state readable again whose metadata a killed update left empty: "failed to load checkpoint: EOF". Pulumi does without the
 * file, and without what it would say.
 */
export function removeEmptyMetadata(backendUrl: string): void {
    const folder = stateFolder(backendUrl);
    if (folder === undefined) {
        return;
    }
    // Not the history, which grows with each update.
    const places = ["stacks", "locks"].map((name) => join(folder, name));
    for (const place of places.filter((each) => existsSync(each))) {
        for (const name of readdirSync(place, { recursive: true, encoding: "utf8" })) {
            const file = join(place, name);
            if (name.endsWith(".attrs") && statSync(file, { throwIfNoEntry: false })?.size === 0) {
                rmSync(file, { force: true });
            }
        }
    }
}
