import { readFileSync } from "node:fs";

/** What goes to the engine as the build context of the images. */
export interface BuildContext {
    /** Folders of the project. */
    folders: string[];
    /** Names of files and folders that are left out, wherever they are. */
    excluded: string[];
}

/** Reads a `.dockerignore` that leaves out everything but some folders, as this project's does. */
export function buildContext(text = readFileSync(".dockerignore", "utf8")): BuildContext {
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && line !== "*");
    return {
        folders: lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1)),
        excluded: lines.filter((line) => !line.startsWith("!")).map((line) => line.replace(/^\*\*\//, "")),
    };
}
