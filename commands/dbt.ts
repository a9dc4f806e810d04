import { attempt } from "./command-line/attempt";
import { readCommandLine } from "./command-line/stack-option";
import { runningContainer } from "./stack/containers";
import { handOverToCommandIn } from "./stack/docker";

const usage = `npm run dbt -- [--stack <name>] <dbt command>

Runs one dbt command in the stack's dbt container and ends with its exit code.

  --stack <name>   default: local

For example: npm run dbt -- run --select +marts
dbt's own help: npm run dbt -- -h`;

attempt(usage, () => {
    const { stack, words } = readCommandLine(usage);
    return handOverToCommandIn(stack, runningContainer(stack, "dbt"), ["dbt", ...words]);
});
