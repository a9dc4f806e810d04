import { becomeCommandIn, containers, runningContainer, stackAndWords } from "./stack";

// npm run airflow -- [--stack <name>] <words of airflow>: one airflow command, in the container for it if there is one.
const { stack, words } = stackAndWords(process.argv.slice(2));
const cli = containers(stack).some(container => container.role === "airflow-cli" && container.running);
becomeCommandIn(stack, runningContainer(stack, cli ? "airflow-cli" : "airflow-scheduler"), ["airflow", ...words]);
