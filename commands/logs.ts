import { attempt } from "./command-line/attempt";
import { readCommandLine } from "./command-line/stack-option";
import { findContainer } from "./logs/find-container";
import { handOverToDocker } from "./stack/docker";

const usage = `npm run logs -- [--stack <name>] <container> [options of docker logs]

Shows the log of one container, also of one that is on another machine.

  --stack <name>   default: local
  <container>      a name or the end of one: scheduler, apiserver, dbt, dbt-docs, postgres, airflow-init, worker-<name>, …

Options, for example: --follow, --tail 50, --since 10m`;

attempt(usage, async () => {
    const { stack, words } = readCommandLine(usage);
    const [wanted, ...options] = words;
    const { machine, name } = await findContainer(stack, wanted);
    return handOverToDocker(machine, ["logs", ...options, name]);
});
