import { parseArgs } from "node:util";

export interface Options {
    runs: number;
    /** Names of the parts to measure. */
    parts: string[];
}

/** What each part measures, by its name, in the order in which they run. */
export const parts = {
    build: "a new stack whose images are built without cache (one run), and the sizes of the images",
    fresh: "a new stack, images built, until all is healthy",
    pipeline: "a DAG with one dbt run, npm run dbt -- run, a new DAG file",
    idle: "memory and CPU of the containers at rest (as root only)",
    update: "up and preview that change nothing, a changed time zone",
    kill: "a scheduler killed in the middle of a task (as root only)",
    stop: "npm stop",
};

export const usage = `npm run bench -- [--runs <n>] [--only <part>,<part>…]

Measures a stack of its own, with own names, ports and state, on a copy of this checkout, and removes all of it at the end,
also when it fails or is killed. Progress goes to standard error, the table (Markdown) to standard output:

    npm run --silent bench > table.md

  --runs <n>   how often each is measured; the table shows the medians (default 3)
  --only …     only these parts:
${Object.entries(parts)
    .map(([name, what]) => `                 ${name.padEnd(9)}${what}`)
    .join("\n")}`;

/** The options, `undefined` if help is asked for; throws with one clear line. */
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
        throw new Error(`--runs wants a whole number from 1 on, not ${values.runs}`);
    }
    const chosen = values.only?.split(",") ?? Object.keys(parts);
    const unknown = chosen.filter((part) => !Object.keys(parts).includes(part));
    if (unknown.length > 0) {
        throw new Error(`--only knows ${Object.keys(parts).join(", ")}, not ${unknown.join(", ")}`);
    }
    return { runs, parts: chosen };
}
