import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Everything that Pulumi keeps of a stack whose backend is a folder, its history and backups included. */
export function keptState(folder: string): string {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    return files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8")).join("\n");
}
