import { parseArgs } from "node:util";
import { needsGcp } from "./set-up/gcp";
import { say } from "./set-up/progress";
import { setUp } from "./set-up/set-up";
import { attempt } from "./attempt";
import { stackFile } from "./stack";

// npm run set-up: installs what a stack needs on this machine, and prints the line that makes plain `pulumi` work in a shell.

const usage = `npm run set-up -- [<stack>] [--no-engine]

Sees to all that the stack needs on this machine: npm packages, Pulumi with its plugins, a Docker engine, the base image of the
images. Safe to run again. The line it prints makes plain pulumi work in a shell:

    eval "$(npm run --silent set-up)"

  <stack>, --stack <name>   default: local
  --no-engine               no Docker engine and no image: enough for pulumi preview`;

async function command(): Promise<number> {
    const options = {
        stack: { type: "string", short: "s" },
        "no-engine": { type: "boolean" },
        help: { type: "boolean", short: "h" },
    } as const;
    const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
    const [stack, ...others] = [...positionals, ...(values.stack !== undefined ? [values.stack] : [])];
    if (values.help) {
        console.log(usage);
        return 0;
    }
    if (others.length > 0) {
        throw new Error(`there is one stack to set up for, not ${stack} and ${others.join(", ")}`);
    }
    const ready = await setUp({ gcp: needsGcp(stackFile(stack ?? "local")), engine: !values["no-engine"] });
    for (const standIn of ready.standIns) {
        say(`• not the official one: ${standIn}`);
    }
    console.log(ready.shell);
    return 0;
}

attempt(command);
