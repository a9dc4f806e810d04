import { runJob } from "../../components/docker/run-job";
import { containers, type StackContainer } from "../stack/containers";
import { docker, dockerAsync, spawnDocker } from "../stack/docker";
import { commandFor, type Stack } from "../stack/stack";
import { notHealthy, untilHealthy } from "../stack/until-healthy";
import { stopContainers } from "../stop/stop-containers";
import { maintenance } from "./receive";

/** What restoring itself needs. */
const needed = ["postgres", "airflow-maintenance"];

/** What exits with this has replaced some databases, and others not. */
const HALFWAY = 2;

/**
 * Replaces the databases by those of the backup that the container has received, with the services stopped in the meantime. Then the
 * stack's jobs run again: they migrate a database of an older Airflow, and give it this stack's admin user and connections.
 */
export async function replaceData(stack: Stack): Promise<void> {
    const services = containers(stack).filter(
        ({ kind, running, role }) => kind === "service" && running && !needed.includes(role),
    );
    console.log(`• stopping ${services.length} services`);
    await stopContainers(stack, services);
    const code = await spawnDocker(
        stack,
        ["exec", maintenance(stack), "airflow-backup", "restore"],
        ["ignore", "inherit", "inherit"],
    );
    if (code === HALFWAY) {
        throw new Error(
            "Only a part of the databases was replaced, so the services stay stopped. To go back, restore the backup of what was there\n" +
                `before, which is named above: ${commandFor(stack, "restore", "<name>")}`,
        );
    }
    if (code === 0) {
        await runJobs(stack);
    }
    await startAgain(stack, services);
    if (code !== 0) {
        throw new Error("Nothing was replaced. The services run again.");
    }
}

async function runJobs(stack: Stack): Promise<void> {
    const fernetKey = docker(stack, ["exec", maintenance(stack), "cat", "/run/secrets/fernet_key"]);
    const jobs = containers(stack).filter(({ kind }) => kind === "job");
    const run = async ({ name }: StackContainer, handover?: { secret: string }) => {
        console.log(`• running ${name}`);
        const inputs = { container: name, job: name, dockerHost: stack.dockerHost, handover };
        await runJob(inputs, undefined, (line) => console.log(`  ${line}`));
    };
    for (const job of jobs.filter(({ role }) => role === "airflow-init")) {
        await run(job, { secret: fernetKey });
    }
    for (const job of jobs.filter(({ role }) => role !== "airflow-init")) {
        await run(job);
    }
}

async function startAgain(stack: Stack, services: StackContainer[]): Promise<void> {
    console.log(`• starting ${services.length} services`);
    await dockerAsync(stack, ["start", ...services.map(({ name }) => name)]);
    const [late] = await untilHealthy(stack, 180);
    if (late !== undefined) {
        throw notHealthy(stack, late);
    }
    console.log(`• the stack ${stack.name} runs again`);
}
