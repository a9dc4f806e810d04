import { UsageError } from "../command-line/attempt";

export interface Options {
    stack: string;
    json: boolean;
    /** Options for `pulumi preview`. */
    further: string[];
}

export const usage = `npm run preview -- [--stack <name>] [--json] [options of pulumi preview]

Shows what an update of the stack would change, and checks it with the policy pack in policy/. Changes nothing and prints no secrets.

  --stack <name>, <name>    default: local
  --json                    one JSON document on standard output: npm run --silent preview -- --stack prod --json
  --diff                    Pulumi's own display, with every property
  other options             passed to pulumi preview, for example --refresh, --expect-no-changes, --target <urn>

Exit code: 0 with or without changes; 1 if the preview failed, a policy is violated, or --expect-no-changes found changes; 2 for a bad
option.`;

/** @returns undefined if the user asked for help; @throws UsageError for a bad option */
export function readOptions(words: string[]): Options | undefined {
    const options: Options = { stack: "", json: false, further: [] };
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
        const [name, value] = word.startsWith("--stack=") ? ["--stack", word.slice("--stack=".length)] : [word];
        if (name === "--help" || name === "-h") {
            return undefined;
        } else if (name === "--json" || name === "-j") {
            options.json = true;
        } else if (name === "--stack" || name === "-s") {
            options.stack = theStack(options, value ?? rest.shift());
        } else if (name.startsWith("--show-secrets")) {
            throw new UsageError("--show-secrets is not allowed: other people may read the output of a preview");
        } else if (!name.startsWith("-") && options.further.length === 0) {
            options.stack = theStack(options, name);
        } else {
            options.further.push(name);
        }
    }
    return { ...options, stack: options.stack || "local" };
}

function theStack({ stack }: Options, name: string | undefined): string {
    if (!name || name.startsWith("-")) {
        throw new UsageError("--stack needs the name of a stack, for example: --stack prod");
    }
    if (stack !== "" && stack !== name) {
        throw new UsageError(`a preview takes one stack, not ${stack} and ${name}`);
    }
    return name;
}
