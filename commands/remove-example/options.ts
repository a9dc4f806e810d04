import { parseArgs } from "node:util";
import { UsageError } from "../command-line/attempt";

/** Options of the command. */
export interface Options {
    dryRun: boolean;
    yes: boolean;
}

export const usage = `npm run remove-example -- [--dry-run] [--yes]

Removes the example from the checkout: its DAGs and data, and its dbt models, macros and tests. Your own files in the same folders stay,
and so does everything that the example has made in databases. Lists the files and asks first.

  --dry-run   lists the files, removes nothing
  --yes       removes without asking, even files with uncommitted changes

The removed files stay in git's history. The tests and benchmarks of this project (npm test, npm run bench) need them.`;

/** @returns undefined if the user asked for help; @throws UsageError for a bad option */
export function readOptions(words: string[]): Options | undefined {
    const { values, positionals } = parseArgs({
        args: words,
        allowPositionals: true,
        options: {
            "dry-run": { type: "boolean" },
            yes: { type: "boolean", short: "y" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help) {
        return undefined;
    }
    if (positionals.length > 0) {
        throw new UsageError(`Unknown argument: ${positionals.join(" ")}`);
    }
    return { dryRun: values["dry-run"] ?? false, yes: values.yes ?? false };
}
