import { becomeCommandIn, runningContainer, stackAndWords } from "./stack";

// npm run dbt -- [--stack <name>] <words of dbt>: one dbt command in the stack's dbt container.
const { stack, words } = stackAndWords(process.argv.slice(2));
becomeCommandIn(stack, runningContainer(stack, "dbt"), ["dbt", ...words]);
