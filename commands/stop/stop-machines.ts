import { containers } from "../stack/containers";
import { askMachines } from "../stack/machines";
import { commandFor, type Stack, startCommand } from "../stack/stack";
import { stopContainers } from "./stop-containers";

/**
 * Stops what runs of a stack on all its machines, and says what it did and what it left.
 *
 * @returns the exit code: 1 if a machine did not answer
 */
export async function stopMachines(stack: Stack): Promise<number> {
    const { answering, silent } = await askMachines(stack);
    const results = await Promise.allSettled(answering.map((machine) => stopMachine(stack, machine)));
    const count = results.reduce((sum, result) => sum + (result.status === "fulfilled" ? result.value : 0), 0);
    const which = `the stack ${stack.name} (${stack.suffix})`;
    if (count > 0) {
        console.log(`Stopped ${count} containers of ${which}; its data is kept. Start again: ${startCommand(stack)}`);
    }
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) {
        throw failed.reason;
    }
    if (silent.length > 0) {
        const where = silent.map(({ dockerHost }) => dockerHost).join(", ");
        console.error(`What ${which} has on ${where} was left as it is. Once it answers: ${commandFor(stack, "stop")}`);
        return 1;
    }
    if (count === 0) {
        console.log(`Nothing of ${which} is running.`);
    }
    return 0;
}

/**
 * Stops what runs on one machine. The names in the stack's file may also be those of another checkout's stack there.
 *
 * @returns how many containers
 */
async function stopMachine(own: Stack, machine: Stack): Promise<number> {
    const all = containers(machine);
    if (machine !== own && all.some(({ role }) => role === "airflow-scheduler")) {
        throw new Error(
            `${machine.dockerHost} has a whole stack ${own.name} (${own.suffix}), which is another checkout's: nothing was stopped there.\n` +
                `Choose another suffix for this one: pulumi config set --stack ${own.name} containerSuffix <another>`,
        );
    }
    const running = all.filter((container) => container.running);
    if (running.length > 0) {
        await stopContainers(machine, running);
    }
    return running.length;
}
