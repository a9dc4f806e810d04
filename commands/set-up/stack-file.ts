/** A stack's own file, `Pulumi.<stack>.yaml`, read without Pulumi, which takes half a second to say the same. */
import { existsSync, readFileSync } from "node:fs";
import { loadAll } from "js-yaml";

const PREFIX = "airflow-dbt:";

/** The project's settings in the file, by name; none if there is no such file. Encrypted ones stay closed. */
export function settingsInFile(file: string): Record<string, unknown> {
    if (!existsSync(file)) return {};
    // `load` throws for a file without a line.
    const [content] = loadAll(readFileSync(file, "utf8")) as { config?: Record<string, unknown> }[];
    const entries = Object.entries(content?.config ?? {}).filter(([key]) => key.startsWith(PREFIX));
    return Object.fromEntries(entries.map(([key, value]) => [key.slice(PREFIX.length), value]));
}
