import { attempt, UsageError } from "./command-line/attempt";
import { readCommandLine } from "./command-line/stack-option";
import { containers } from "./stack/containers";
import { handOverToDocker } from "./stack/docker";

const usage = `npm run logs -- [--stack <name>] <container> [options of docker logs]

Shows the log of one container.

  --stack <name>   default: local
  <container>      a name or the end of one: scheduler, apiserver, dbt, dbt-docs, postgres, airflow-init, …

Options, for example: --follow, --tail 50, --since 10m`;

attempt(usage, () => {
    const { stack, words } = readCommandLine(usage);
    const [wanted, ...options] = words;
    const all = containers(stack);
    const names = all
        .map((container) => container.role)
        .sort()
        .join(", ");
    if (!wanted) {
        throw new UsageError(`Name a container. The stack ${stack.name} has: ${names || "none"}`);
    }
    const found =
        all.find(({ role, name }) => role === wanted || name === wanted) ??
        all.find(({ role }) => role.endsWith(`-${wanted}`));
    if (!found) {
        throw new Error(`The stack ${stack.name} has no container ${wanted}. It has: ${names || "none"}`);
    }
    return handOverToDocker(stack, ["logs", ...options, found.name]);
});
