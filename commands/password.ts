import { attempt } from "./command-line/attempt";
import { readStackAlone } from "./command-line/stack-option";
import { runPulumi } from "./pulumi/run-pulumi";
import { setUp } from "./set-up/set-up";

const usage = `npm run --silent password -- [--stack <name>]

Prints the password of Airflow's admin user, and nothing else.

  --stack <name>   default: local`;

attempt(usage, async () => {
    const { name } = readStackAlone(usage);
    const words = ["stack", "output", "adminPassword", "--show-secrets", "--stack", name];
    return runPulumi(await setUp({ purpose: "settings" }), words);
});
