import { attempt } from "./command-line/attempt";
import { readPulumiLine } from "./command-line/stack-option";
import { removeRemains } from "./destroy/remains";
import { knownMachines } from "./interrupted-update/known-machines";
import { deploymentOf } from "./interrupted-update/recorded-state";
import { recoverInterruptedUpdate } from "./interrupted-update/recover";
import { runPulumi } from "./pulumi/run-pulumi";
import { setUpForStack } from "./set-up/set-up-for-stack";
import { askMachines } from "./stack/machines";

const usage = `npm run destroy -- [--stack <name>] [options of pulumi destroy]

Removes the stack's containers, network and volumes, data included. What is protected stays: databases on an existing server.
Pulumi asks first; --yes answers. After an update that was killed, it unlocks the stack and removes what is half done as well.

  --stack <name>   default: local`;

attempt(usage, async () => {
    const { stack, words } = readPulumiLine(usage);
    const ready = await setUpForStack(stack);
    const deployment = deploymentOf(ready, stack);
    const machines = knownMachines((await askMachines(stack)).answering, deployment);
    const { exists } = recoverInterruptedUpdate(ready, stack, machines, deployment);
    const code = await runPulumi(ready, ["destroy", "--exclude-protected", "--stack", stack.name, ...words]);
    if (code === 0 && exists) {
        removeRemains(ready, stack, machines);
    }
    return code;
});
