import { attempt } from "./command-line/attempt";
import { readPulumiLine } from "./command-line/stack-option";
import { runPulumi } from "./pulumi/run-pulumi";
import { setUpForStack } from "./set-up/set-up-for-stack";

const usage = `npm run destroy -- [--stack <name>] [options of pulumi destroy]

Removes the stack's containers, network and volumes, data included. What is protected stays: databases on an existing server.
Pulumi asks first; --yes answers.

  --stack <name>   default: local`;

attempt(usage, async () => {
    const { stack, words } = readPulumiLine(usage);
    return runPulumi(await setUpForStack(stack), ["destroy", "--exclude-protected", "--stack", stack.name, ...words]);
});
