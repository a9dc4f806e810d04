import { attempt } from "./command-line/attempt";
import { readPulumiLine } from "./command-line/stack-option";
import { removeHalfMadeDatabases } from "./interrupted-update/half-made-databases";
import { knownMachines } from "./interrupted-update/known-machines";
import { deploymentOf } from "./interrupted-update/recorded-state";
import { recoverInterruptedUpdate } from "./interrupted-update/recover";
import { pulumiOutput } from "./pulumi/run-pulumi";
import { setUpForStack } from "./set-up/set-up-for-stack";
import { askMachines } from "./stack/machines";
import { type Stack } from "./stack/stack";
import { notHealthy, untilHealthy } from "./stack/until-healthy";
import { explainFailure } from "./start/explain-failure";
import { startOnNewMachine } from "./start/new-machine";
import { runUpdate } from "./start/run-update";
import { startStopped } from "./start/start-stopped";
import { summary } from "./start/summary";

const usage = `npm start -- [--stack <name>] [--new-machine] [options of pulumi up]

Installs what is missing on this machine, starts containers that were stopped, updates the stack, and prints its addresses. After an
update that was killed, it unlocks the stack and repairs what is half done. If the update fails, it shows the ends of the logs that say why.

  --stack <name>   default: local; it is created if it does not exist
  --new-machine    creates the containers and volumes again, empty, after those in the state were lost with their machine`;

attempt(usage, async () => {
    const { stack, words: given } = readPulumiLine(usage);
    const words = given.filter((word) => word !== "--new-machine");
    const ready = await setUpForStack(stack);
    pulumiOutput(ready, ["stack", "select", "--create", "--non-interactive", stack.name]);
    const isNew = words.length < given.length;
    // Read once: from a bucket or Pulumi Cloud it takes a second or more.
    const deployment = startOnNewMachine(ready, stack, deploymentOf(ready, stack), isNew);
    const { answering } = await askMachines(stack);
    const machines = knownMachines(answering, deployment);
    const { interrupted } = recoverInterruptedUpdate(ready, stack, machines, deployment);
    await startStopped(stack, machines);
    removeHalfMadeDatabases(stack, deployment);
    const began = new Date();
    const refresh = interrupted ? ["--refresh"] : [];
    const code = await runUpdate(ready, stack, ["--yes", "--skip-preview", "--suppress-outputs", ...refresh, ...words]);
    if (code === 0) {
        await expectHealthy(stack, answering, began);
        const outputs = pulumiOutput(ready, ["stack", "output", "--json", "--stack", stack.name]);
        console.log(summary(JSON.parse(outputs) as Parameters<typeof summary>[0], ready, stack));
    }
    return code;
});

/** The update waited for the containers that it created, but not for those that were only started again. */
async function expectHealthy(stack: Stack, machines: Stack[], updateBegan: Date): Promise<void> {
    for (const machine of machines) {
        const [late] = await untilHealthy(machine, 180);
        if (late !== undefined) {
            await explainFailure(stack, [], updateBegan);
            throw notHealthy(stack, late, machine);
        }
    }
}
