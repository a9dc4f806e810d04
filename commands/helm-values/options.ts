import { parseArgs } from "node:util";
import { UsageError } from "../command-line/attempt";

/** What is printed: the chart's values, the Secrets that they name, or dbt, which the chart does not have. */
export type Part = "values" | "secrets" | "dbt";

/** Options of the command. */
export interface Options {
    stack: string;
    part: Part;
    /** Where the cluster finds the stack's images. Default: a placeholder that Kubernetes refuses. */
    registry: string;
}

export const usage = `npm run --silent helm-values -- [--stack <name>] [--registry <registry>] [--dbt | --secrets]

Prints what the official Helm chart of Airflow needs to go on with the stack's database, keys and images. It changes nothing.

  --stack <name>, <name>    default: local
  --registry <registry>     where the cluster finds the stack's images, for example registry.example.com/data
  --dbt                     the Deployment and Service of dbt, in place of the chart's values
  --secrets                 the Kubernetes Secrets that both name. Pass them on through a pipe, and do not store them:
                            npm run --silent helm-values -- --stack prod --secrets | kubectl apply -f -

Without --secrets, nothing secret is printed. All steps: docs/scaling.md`;

/** @returns undefined if the user asked for help; @throws UsageError for a bad option */
export function readOptions(words: string[]): Options | undefined {
    const { values, positionals } = parseArgs({
        args: words,
        allowPositionals: true,
        options: {
            stack: { type: "string", short: "s" },
            registry: { type: "string" },
            dbt: { type: "boolean" },
            secrets: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help) {
        return undefined;
    }
    const [stack = "local", ...others] = [...positionals, ...(values.stack === undefined ? [] : [values.stack])];
    if (others.length > 0) {
        throw new UsageError(`Name one stack, not ${stack} and ${others.join(", ")}`);
    }
    if (values.dbt && values.secrets) {
        throw new UsageError("Choose --dbt or --secrets: each is a document of its own");
    }
    const registry = (values.registry ?? "REGISTRY").replace(/\/+$/, "");
    if (values.registry !== undefined && !/^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/.test(registry)) {
        throw new UsageError("--registry needs a host and perhaps a path, for example registry.example.com/data");
    }
    return { stack, part: values.secrets ? "secrets" : values.dbt ? "dbt" : "values", registry };
}
