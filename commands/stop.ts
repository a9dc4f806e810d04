import { attempt } from "./command-line/attempt";
import { readStackAlone } from "./command-line/stack-option";
import { stopMachines } from "./stop/stop-machines";

const usage = `npm stop -- [--stack <name>]

Stops the stack's containers, those of workers on other machines as well, and keeps them, their volumes and their data. npm start starts
them again. It exits with 1 if a machine does not answer.

  --stack <name>   default: local`;

attempt(usage, () => stopMachines(readStackAlone(usage)));
