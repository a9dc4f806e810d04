import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What dbt says, without the times, durations and ids that are others at each run. */
export function normalized(text: string): string {
    return (
        text
            .replace(/(?<!\d)\d\d:\d\d:\d\d(\.\d+)?/g, "<time>")
            .replace(/\d{4}-\d\d-\d\d[T ]<time>(Z|\+00:00)?/g, "<time>")
            .replace(/\d+ hours \d+ minutes and \d+\.\d+ seconds/g, "<duration>")
            .replace(/\b\d+\.\d+s\b/g, "<duration>")
            .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>")
            // Temporary relations end with the time.
            .replace(/(__dbt_(?:tmp|backup))\d+/g, "$1<time>")
    );
}

const binary = new Set(["partial_parse.msgpack", "graph.gpickle"]);
const timesAndIds =
    /^(generated_at|created_at|started_at|completed_at|snapshotted_at|invocation_started_at|run_started_at|_?invocation_id|max_loaded_at_time_ago_in_s|.*elapsed.*|execution_time)$/;

/** All files that dbt wrote to its target folder, by path; JSON files as values. */
export function artifacts(folder: string): Record<string, unknown> {
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    return Object.fromEntries(paths.sort().map((path) => [path, content(folder, path)]));
}

function content(folder: string, path: string): unknown {
    if (binary.has(path)) {
        return "<binary>";
    }
    const text = readFileSync(join(folder, path), "utf8");
    return path.endsWith(".json")
        ? JSON.parse(text, (key, value: unknown) =>
              timesAndIds.test(key) ? `<${key}>` : typeof value === "string" ? normalized(value) : value,
          )
        : normalized(text);
}
