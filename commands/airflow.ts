import { attempt } from "./command-line/attempt";
import { readCommandLine } from "./command-line/stack-option";
import { containers, runningContainer } from "./stack/containers";
import { handOverToCommandIn } from "./stack/docker";

const usage = `npm run airflow -- [--stack <name>] <airflow command>

Runs one airflow command in the stack's containers and ends with its exit code. It runs in the container for it (setting airflowCli)
if there is one, else in the API server's; a command that runs tasks (dags test, tasks test) runs in the scheduler's.

  --stack <name>   default: local

For example: npm run airflow -- dags list
Airflow's own help: npm run airflow -- -h`;

attempt(usage, () => {
    const { stack, words } = readCommandLine(usage);
    const cli = containers(stack).some((container) => container.role === "airflow-cli" && container.running);
    const usual = /^(dags|tasks) test$/.test(words.slice(0, 2).join(" ")) ? "airflow-scheduler" : "airflow-apiserver";
    return handOverToCommandIn(stack, runningContainer(stack, cli ? "airflow-cli" : usual), ["airflow", ...words]);
});
