import { existsSync } from "node:fs";
import { download } from "./backup/download";
import { attempt, UsageError } from "./command-line/attempt";
import { readCommandLine } from "./command-line/stack-option";
import { maintenance } from "./restore/receive";

const usage = `npm run backup -- [--stack <name>] [<file>]

Backs up the stack's databases, together with Airflow's Fernet key, to a file on this machine. Everything keeps running. The Fernet key is
encrypted with a key that only the stack's state has; the databases are not encrypted.

  --stack <name>   default: local
  <file>           default: backup-<containerSuffix>-<time>.tar in this folder

Restore it: npm run restore -- <file>`;

attempt(usage, async () => {
    const { stack, words } = readCommandLine(usage);
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const [file = `backup-${stack.suffix}-${time}.tar`, ...others] = words;
    if (others.length > 0 || file.startsWith("-")) {
        throw new UsageError(`Unknown argument: ${others.join(" ") || file}`);
    }
    if (existsSync(file)) {
        throw new Error(`${file} exists already; give another name`);
    }
    await download(stack, maintenance(stack), file);
    return 0;
});
