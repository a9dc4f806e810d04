import { parseArgs } from "node:util";
import { UsageError } from "../../commands/command-line/attempt";

export interface Options {
    runs: number;
    /** Names of the parts to measure. */
    parts: string[];
}

/** What each part measures, by its name, in the order in which they run. */
export const parts = {
    build: "a new stack whose images are built without cache (one run), and the size of each image",
    fresh: "a new stack, images built",
    pipeline: "a DAG with one dbt run, npm run dbt -- run, a new DAG file",
    idle: "memory and CPU of the containers at rest (only as root)",
    update: "up and preview that change nothing; a changed time zone",
    kill: "a scheduler killed during a task (only as root)",
    stop: "npm stop",
};

export const usage = `npm run bench -- [--runs <n>] [--only <part>,<part>…]

Starts a stack of its own from a copy of this checkout, with its own names, ports and state, measures it, and removes it, even if
the run fails or is killed. Progress goes to standard error, the table (Markdown) to standard output:

    npm run --silent bench > table.md

  --runs <n>   how often to measure; the table shows the medians (default: 3)
  --only …     only these parts, separated by commas:
${Object.entries(parts)
    .map(([name, what]) => `                 ${name.padEnd(9)}${what}`)
    .join("\n")}`;

/** @returns undefined if the user asked for help; @throws UsageError for a bad option */
export function readOptions(words: string[]): Options | undefined {
    const { values } = parseArgs({
        args: words,
        options: { runs: { type: "string" }, only: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) {
        return undefined;
    }
    const runs = Number(values.runs ?? 3);
    if (!Number.isInteger(runs) || runs < 1) {
        throw new UsageError(`--runs needs a positive integer, not ${values.runs}`);
    }
    const chosen = values.only?.split(",") ?? Object.keys(parts);
    const unknown = chosen.filter((part) => !Object.keys(parts).includes(part));
    if (unknown.length > 0) {
        throw new UsageError(`--only accepts ${Object.keys(parts).join(", ")}, not ${unknown.join(", ")}`);
    }
    return { runs, parts: chosen };
}
