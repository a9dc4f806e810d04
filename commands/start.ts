import { attempt } from "./attempt";
import { pulumi, pulumiOutput } from "./pulumi";
import { setUpFor } from "./set-up-for";
import { containers, docker, stackAndWords } from "./stack";
import { summary } from "./summary";

// npm start: sets up what is missing, starts what was stopped, updates the stack, and says what there is.
const { stack, words } = stackAndWords(process.argv.slice(2));

async function start(): Promise<number> {
    const ready = await setUpFor(stack);
    startStopped();
    pulumiOutput(ready, ["stack", "select", "--create", "--non-interactive", stack.name]);
    const code = pulumi(ready, [
        "up",
        "--stack",
        stack.name,
        "--yes",
        "--skip-preview",
        "--suppress-outputs",
        ...words,
    ]);
    if (code === 0) {
        await allHealthy();
        const outputs = JSON.parse(
            pulumiOutput(ready, ["stack", "output", "--json", "--stack", stack.name]),
        ) as Parameters<typeof summary>[0];
        console.log(summary(outputs, ready));
    }
    return code;
}

/** After `npm stop`, Pulumi's state says that all is running; so this is done before it is asked. */
function startStopped(): void {
    const stopped = containers(stack).filter((container) => container.kind === "service" && !container.running);
    if (stopped.length > 0) {
        console.log(`• starting ${stopped.length} containers that were stopped`);
        docker(stack, ["start", ...stopped.map((container) => container.name)]);
    }
}

/** Those that Pulumi started are healthy; those that were only started again may still be on their way. */
async function allHealthy(): Promise<void> {
    const began = Date.now();
    const waiting = () => containers(stack).filter((container) => container.kind === "service" && !container.healthy);
    for (let late = waiting(); late.length > 0; late = waiting()) {
        if (Date.now() - began > 180_000) {
            const { role } = late[0];
            throw new Error(
                `${role} is not healthy after 3 minutes. Its log: npm run logs -- --stack ${stack.name} ${role}`,
            );
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
}

attempt(start);
