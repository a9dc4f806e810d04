export interface Options {
    stack: string;
    json: boolean;
    /** Words for `pulumi preview`. */
    further: string[];
}

export const usage = `npm run preview -- [<stack>] [--json] [words for pulumi preview …]

Shows what an update of the stack would change, checked by the policy pack in policy/. It changes nothing, and prints no secret.

  <stack>, --stack <name>   default: local
  --json                    one JSON document on standard output: npm run --silent preview -- prod --json
  --diff                    Pulumi's own display, with every property
  others                    go to pulumi preview, for example --refresh, --expect-no-changes, --target <urn>

Exit code: 0, whether there are changes or not; 1 if the preview failed, a policy is violated, or changes were found despite
--expect-no-changes.`;

/** The options, `undefined` if help is asked for; throws with one clear line. */
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
            throw new Error("--show-secrets is not for a preview, whose output others read");
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
        throw new Error("--stack wants the name of a stack, for example: --stack prod");
    }
    if (stack !== "" && stack !== name) {
        throw new Error(`a preview is of one stack, not of ${stack} and ${name}`);
    }
    return name;
}
