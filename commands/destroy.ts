import { attempt } from "./attempt";
import { pulumi } from "./pulumi";
import { setUpFor } from "./set-up-for";
import { stackAndWords } from "./stack";

// npm run destroy: removes the stack's containers, network and volumes, data included. Pulumi asks first; `-- --yes` answers.
const { stack, words } = stackAndWords(process.argv.slice(2));
attempt(async () => pulumi(await setUpFor(stack), ["destroy", "--stack", stack.name, ...words]));
