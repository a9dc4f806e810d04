import { attempt } from "./command-line/attempt";
import { readStackAlone } from "./command-line/stack-option";
import { runPulumi } from "./pulumi/run-pulumi";
import { setUp } from "./set-up/set-up";

const usage = `npm run --silent fernet-key -- [--stack <name>]

Prints the Fernet key, with which Airflow encrypts connections and variables in its database, and nothing else. With it and the
database, or a dump of it, anyone can read those secrets.

  --stack <name>   default: local

Another stack gets it with: npm run --silent fernet-key | pulumi config set --secret fernetKey --stack <other>`;

attempt(usage, async () => {
    const { name } = readStackAlone(usage);
    const words = ["stack", "output", "fernetKey", "--show-secrets", "--stack", name];
    return runPulumi(await setUp({ purpose: "settings" }), words);
});
