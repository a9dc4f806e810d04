import { parseArgs } from "node:util";
import { needsGcp } from "./set-up/gcp";
import { say } from "./set-up/progress";
import { setUp } from "./set-up/set-up";
import { attempt, UsageError } from "./command-line/attempt";
import { tidyPulumiHome } from "./set-up/own-pulumi-home";
import { OFFLINE, standInsFor } from "./set-up/stand-ins";
import { stackFile } from "./stack/stack-file";

// npm run set-up: installs what a stack needs on this machine, and prints the line that makes plain `pulumi` work in a shell.

const usage = `npm run set-up -- [--stack <name>] [--no-engine]

Installs what the stack needs on this machine: npm packages, Pulumi with its plugins, a Docker engine, the base image of the
images. Safe to run again. The line it prints makes plain pulumi work in a shell:

    eval "$(npm run --silent set-up)"

  --stack <name>, <name>    default: local
  --no-engine               no Docker engine and no image: enough for pulumi preview

If Pulumi's plugins cannot be downloaded, offline/ builds what takes their place. Set ${OFFLINE}=1 to allow that for another stack
than local.`;

async function command(): Promise<number> {
    const options = {
        stack: { type: "string", short: "s" },
        "no-engine": { type: "boolean" },
        help: { type: "boolean", short: "h" },
    } as const;
    const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
    const [stack = "local", ...others] = [...positionals, ...(values.stack !== undefined ? [values.stack] : [])];
    if (values.help) {
        console.log(usage);
        return 0;
    }
    if (others.length > 0) {
        throw new UsageError(`Name one stack to set up for, not ${stack} and ${others.join(", ")}`);
    }
    tidyPulumiHome();
    const ready = await setUp({
        purpose: values["no-engine"] ? "preview" : "update",
        gcp: needsGcp(stackFile(stack)),
        standIns: standInsFor(stack),
    });
    for (const standIn of ready.standIns) {
        say(`• not the official one: ${standIn}`);
    }
    console.log(ready.shell);
    return 0;
}

attempt(usage, command);
