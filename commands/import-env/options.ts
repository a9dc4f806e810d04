import { parseArgs } from "node:util";
import { UsageError } from "../command-line/attempt";

/** Options of the command. */
export interface Options {
    /** Path of the env file. */
    file: string;
    stack: string;
    dryRun: boolean;
    yes: boolean;
    /** Whether a stack without a file may be created. */
    create: boolean;
}

export const usage = `npm run import-env -- --stack <name> <env file> [--dry-run] [--yes] [--create]

Reads an env file exactly as docker compose does and writes the settings of the stack: secrets encrypted, AIRFLOW_CONN_* as connections,
every line without a matching setting as a variable. Shows what becomes of each line, and asks before it replaces a different value.

  --stack <name>   the stack, for example prod; created if it does not exist and Pulumi.<name>.yaml does
  --dry-run        shows what would become of each line, writes nothing
  --yes            replaces different values without asking
  --create         creates the stack even if it has no Pulumi.<name>.yaml

All steps of a migration: docs/migrating.md`;

/** @returns undefined if the user asked for help; @throws UsageError for a bad option */
export function readOptions(words: string[]): Options | undefined {
    const { values, positionals } = parseArgs({
        args: words,
        allowPositionals: true,
        options: {
            stack: { type: "string", short: "s" },
            "dry-run": { type: "boolean" },
            yes: { type: "boolean", short: "y" },
            create: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help) {
        return undefined;
    }
    if (positionals.length !== 1) {
        throw new UsageError(
            positionals.length === 0
                ? "Which env file?"
                : `One env file at a time, not ${positionals.length}: ${positionals.join(" ")}`,
        );
    }
    if (!values.stack) {
        throw new UsageError("Which stack? For example --stack prod");
    }
    const { stack, "dry-run": dryRun = false, yes = false, create = false } = values;
    return { file: positionals[0], stack, dryRun, yes, create };
}
