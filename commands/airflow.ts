import { becomeCommandIn, containers, runningContainer, stackAndWords } from "./stack";

// npm run airflow -- [--stack <name>] <words of airflow>: one airflow command, in the container for it if there is one, else in the
// API server's: some commands read every secret that Airflow has.
const { stack, words } = stackAndWords(process.argv.slice(2));
const cli = containers(stack).some((container) => container.role === "airflow-cli" && container.running);
becomeCommandIn(stack, runningContainer(stack, cli ? "airflow-cli" : "airflow-apiserver"), ["airflow", ...words]);
