import { attempt, UsageError } from "./command-line/attempt";
import { confirmed, hasTerminal } from "./command-line/confirm";
import { readCommandLine } from "./command-line/stack-option";
import { described, type Received } from "./restore/received";
import { kept, maintenance, receive } from "./restore/receive";
import { replaceData } from "./restore/replace-data";
import { docker } from "./stack/docker";
import { type Stack } from "./stack/stack";

const usage = `npm run restore -- [--stack <name>] [--yes] <backup>

Replaces the stack's databases by those of a backup. It checks the backup first, asks, makes a backup of what is there, stops the services,
and starts them again in the end. Tasks that are running are stopped.

  --stack <name>   default: local
  --yes            does not ask
  <backup>         a file on this machine, or the name of a backup that the schedule made

Without a backup, it lists those that the schedule made.`;

attempt(usage, async () => {
    const { stack, words } = readCommandLine(usage);
    const isYes = words.includes("--yes");
    const [backup, ...others] = words.filter((word) => word !== "--yes");
    if (others.length > 0 || backup?.startsWith("-")) {
        throw new UsageError(`Unknown argument: ${others.join(" ") || backup}`);
    }
    if (backup === undefined) {
        const names = kept(stack);
        console.log(names.join("\n") || `The schedule of ${stack.name} has made no backup (setting backupSchedule).`);
        return 0;
    }
    const received = await receive(stack, backup);
    if (!isYes && !(await mayReplace(stack, received))) {
        docker(stack, ["exec", maintenance(stack), "airflow-backup", "forget"]);
        return 1;
    }
    await replaceData(stack);
    return 0;
});

async function mayReplace(stack: Stack, received: Received): Promise<boolean> {
    console.log(described(received));
    const replaced = Object.keys(received.databases).join(", ");
    if (!hasTerminal()) {
        console.error("Nothing was changed: there is no terminal to ask on. To replace the databases, add --yes");
        return false;
    }
    const isYes = await confirmed(`Replace the databases of the stack ${stack.name} (${replaced})?`);
    if (!isYes) {
        console.log("Nothing was changed.");
    }
    return isYes;
}
