import { readFileSync } from "node:fs";

/** What is in a file; nothing if it is not there, or is gone by now. */
export function textIfThere(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
