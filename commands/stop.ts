import { attempt } from "./command-line/attempt";
import { readStackAlone } from "./command-line/stack-option";
import { containers } from "./stack/containers";
import { startCommand } from "./stack/stack";
import { stopContainers } from "./stop/stop-containers";

const usage = `npm stop -- [--stack <name>]

Stops the stack's containers and keeps them, their volumes and their data. npm start starts them again.

  --stack <name>   default: local`;

attempt(usage, async () => {
    const stack = readStackAlone(usage);
    const running = containers(stack).filter((container) => container.running);
    if (running.length === 0) {
        console.log(`Nothing of the stack ${stack.name} (${stack.suffix}) is running.`);
        return 0;
    }
    await stopContainers(stack, running);
    console.log(
        `Stopped ${running.length} containers of the stack ${stack.name} (${stack.suffix}); its data is kept. Start again: ${startCommand(stack)}`,
    );
    return 0;
});
