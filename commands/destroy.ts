import { attempt } from "./attempt";
import { pulumi } from "./pulumi";
import { setUpFor } from "./set-up-for";
import { stackAndWords } from "./stack";

// npm run destroy: removes the stack's containers, network and volumes, data included, but nothing that is protected: databases on
// somebody else's server. Pulumi asks first; `-- --yes` answers.
const { stack, words } = stackAndWords(process.argv.slice(2));
attempt(async () => pulumi(await setUpFor(stack), ["destroy", "--exclude-protected", "--stack", stack.name, ...words]));
