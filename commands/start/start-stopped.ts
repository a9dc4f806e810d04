import { containers } from "../stack/containers";
import { docker } from "../stack/docker";
import { onMachine } from "../stack/machines";
import { type Stack } from "../stack/stack";
import { untilHealthy } from "../stack/until-healthy";

/** Starts the services on all machines that do not run. After `npm stop`, Pulumi's state says that they do; so this comes before the update. */
export async function startStopped(stack: Stack, machines: Stack[]): Promise<void> {
    for (const machine of machines) {
        await startOn(machine, onMachine(stack, machine));
    }
}

async function startOn(machine: Stack, where: string): Promise<void> {
    const stopped = containers(machine).filter((container) => container.kind === "service" && !container.running);
    if (stopped.length === 0) {
        return;
    }
    console.log(`• starting ${stopped.length} containers${where} that were stopped`);
    try {
        // "start" would do nothing for one that ends over and over, and Docker waits up to a minute before it tries again.
        docker(machine, ["restart", ...stopped.map((container) => container.name)]);
    } catch (error) {
        // The update says what is wrong with it, or creates it again.
        console.log(`• not all of them start: ${(error as Error).message.split("\n")[0]}`);
    }
    // The update may change roles and databases at once.
    await untilHealthy(machine, 30, "postgres");
}
