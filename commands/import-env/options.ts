import { parseArgs } from "node:util";

/** What the command is told. */
export interface Options {
    /** Path of the env file. */
    file: string;
    stack: string;
    dryRun: boolean;
    yes: boolean;
}

export const usage = `npm run import-env -- <env file> --stack <name> [--dry-run] [--yes]

Reads an env file of the docker compose layout as docker compose reads it, and writes what it says into the stack's settings:
secrets encrypted, AIRFLOW_CONN_* as connections, every line that has no setting of its own as a variable. Shows what becomes of
each line, and asks before it replaces a setting that has another value.

  --stack <name>   the stack, for example prod; it is made if it is not there
  --dry-run        only shows what would become of each line
  --yes            replaces without asking

The rest of the way: docs/migrating.md`;

/** The options, undefined if help is asked for; throws with one clear line. */
export function readOptions(words: string[]): Options | undefined {
    const { values, positionals } = parseArgs({
        args: words,
        allowPositionals: true,
        options: {
            stack: { type: "string", short: "s" },
            "dry-run": { type: "boolean" },
            yes: { type: "boolean", short: "y" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help) {
        return undefined;
    }
    if (positionals.length !== 1) {
        throw new Error(
            positionals.length === 0
                ? "Which env file?"
                : `One env file at a time, not ${positionals.length}: ${positionals.join(" ")}`,
        );
    }
    if (!values.stack) {
        throw new Error("Which stack? For example --stack prod");
    }
    return { file: positionals[0], stack: values.stack, dryRun: values["dry-run"] ?? false, yes: values.yes ?? false };
}
