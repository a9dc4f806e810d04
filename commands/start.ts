import { attempt } from "./command-line/attempt";
import { readPulumiLine } from "./command-line/stack-option";
import { pulumiOutput } from "./pulumi/run-pulumi";
import { setUpForStack } from "./set-up/set-up-for-stack";
import { containers } from "./stack/containers";
import { docker } from "./stack/docker";
import { commandFor, type Stack } from "./stack/stack";
import { explainFailure } from "./start/explain-failure";
import { recoverInterruptedUpdate } from "./start/interrupted-update";
import { runUpdate } from "./start/run-update";
import { summary } from "./start/summary";

const usage = `npm start -- [--stack <name>] [options of pulumi up]

Installs what is missing on this machine, starts containers that were stopped, updates the stack, and prints its addresses. After an
update that was killed, it unlocks the stack and repairs what is half done. If the update fails, it shows the ends of the logs that say why.

  --stack <name>   default: local; it is created if it does not exist`;

attempt(usage, async () => {
    const { stack, words } = readPulumiLine(usage);
    const ready = await setUpForStack(stack);
    pulumiOutput(ready, ["stack", "select", "--create", "--non-interactive", stack.name]);
    const interrupted = recoverInterruptedUpdate(ready, stack);
    startStopped(stack);
    const began = new Date();
    const refresh = interrupted ? ["--refresh"] : [];
    const code = await runUpdate(ready, stack, ["--yes", "--skip-preview", "--suppress-outputs", ...refresh, ...words]);
    if (code === 0) {
        await allHealthy(stack, began);
        const outputs = pulumiOutput(ready, ["stack", "output", "--json", "--stack", stack.name]);
        console.log(summary(JSON.parse(outputs) as Parameters<typeof summary>[0], ready, stack));
    }
    return code;
});

/** After `npm stop`, Pulumi's state says that everything is running; so this comes before the update. */
function startStopped(stack: Stack): void {
    const stopped = containers(stack).filter((container) => container.kind === "service" && !container.running);
    if (stopped.length > 0) {
        console.log(`• starting ${stopped.length} containers that were stopped`);
        try {
            docker(stack, ["start", ...stopped.map((container) => container.name)]);
        } catch (error) {
            // The update says what is wrong with it, or creates it again.
            console.log(`• not all of them start: ${(error as Error).message.split("\n")[0]}`);
        }
    }
}

/** The update waited for the containers that it created, but not for those that were only started again. */
async function allHealthy(stack: Stack, updateBegan: Date): Promise<void> {
    const began = Date.now();
    const waiting = () => containers(stack).filter((container) => container.kind === "service" && !container.healthy);
    for (let late = waiting(); late.length > 0; late = waiting()) {
        if (Date.now() - began > 180_000) {
            await explainFailure(stack, [], updateBegan);
            const { role } = late[0];
            throw new Error(`${role} is not healthy after 3 minutes. Its log: ${commandFor(stack, "logs", role)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
}
