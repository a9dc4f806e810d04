import { becomeDocker, containers, fail, stackAndWords } from "./stack";

const usage = `npm run logs -- [--stack <name>] <container> [options of docker logs]

<container> is a name or the end of one: scheduler, apiserver, dbt, dbt-docs, postgres, airflow-init, …
Options, for example: --follow, --tail 50, --since 10m`;

const { stack, words } = stackAndWords(process.argv.slice(2));
const [wanted, ...options] = words;
if (wanted === "--help" || wanted === "-h") {
    console.log(usage);
    process.exit(0);
}
const all = containers(stack);
const names = all
    .map((container) => container.role)
    .sort()
    .join(", ");
if (!wanted) {
    console.error(`${usage}\n\nContainers of the stack ${stack.name}: ${names || "none"}`);
    process.exit(2);
}
const found =
    all.find(({ role, name }) => role === wanted || name === wanted) ??
    all.find(({ role }) => role.endsWith(`-${wanted}`));
if (!found) {
    fail(`The stack ${stack.name} has no container ${wanted}. It has: ${names || "none"}`);
}
becomeDocker(stack, ["logs", ...options, found.name]);
