import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { edits } from "./edits";
import { exampleFiles, keptFolders } from "./example";

/** What will be done. Paths are relative to the project's folder. */
export interface Removal {
    /** Files to delete. */
    files: string[];
    /** Files that keep what is the user's, and their new content. */
    edited: { path: string; content: string }[];
}

/** What is still there of the example. */
export function removalIn(folder: string): Removal {
    const isThere = (path: string): boolean => existsSync(join(folder, path));
    const files = exampleFiles.filter(isThere);
    const edited: Removal["edited"] = [];
    for (const { path, edit } of edits.filter((each) => isThere(each.path))) {
        const now = readFileSync(join(folder, path), "utf8");
        const content = edit(now);
        if (content.trim() === "") {
            files.push(path);
        } else if (content !== now) {
            edited.push({ path, content });
        }
    }
    return { files, edited };
}

/** Deletes the files, and the folders that are empty then. */
export function remove(folder: string, { files, edited }: Removal): void {
    for (const file of files) {
        rmSync(join(folder, file));
        removeEmpty(folder, dirname(file));
    }
    for (const { path, content } of edited) {
        writeFileSync(join(folder, path), content);
    }
    for (const kept of keptFolders) {
        mkdirSync(join(folder, kept), { recursive: true });
        if (readdirSync(join(folder, kept)).length === 0) {
            writeFileSync(join(folder, kept, ".gitkeep"), "");
        }
    }
}

/** Python's cache of deleted modules counts as nothing. */
function removeEmpty(folder: string, path: string): void {
    const here = join(folder, path);
    if (["airflow", "dbt", "."].includes(path) || readdirSync(here).some((name) => name !== "__pycache__")) {
        return;
    }
    rmSync(join(here, "__pycache__"), { recursive: true, force: true });
    rmdirSync(here);
    removeEmpty(folder, dirname(path));
}
