import { docker, onEngine, startAttached } from "./docker-cli";
import { type DependentServices, existing, stop } from "./stop-services";

/** A job's container, and what it needs while it runs. */
export interface JobInputs {
    /** Id of the container. */
    container: string;
    /** Name of the container. */
    job: string;
    dockerHost?: string;
    handover?: { secret: string };
    services?: DependentServices;
}

const startedAt = (inputs: JobInputs) =>
    docker(inputs.dockerHost, ["inspect", "--format", "{{.State.StartedAt}}", inputs.container]);

/** How often a job that waits for its services to stop is told that the update still runs. It gives up after a minute without. */
const heartbeatSeconds = 5;

/**
 * Starts a job and talks to it over its standard input and output:
 *
 * - The first line is the secret, or `<secret>,<former secret>` if it changed.
 * - A job that prints `<name>: stop the services: <why>` waits. It is sent `stopping` while they stop, and then `stopped {…}` with what
 *   it needs to print commands; or `failed <why>` if they cannot be stopped.
 * - What it prints under its name from then on is shown in the update's output.
 *
 * @returns the names of the services that do not run because of it
 */
export async function converse(
    inputs: JobInputs,
    former: string | undefined,
    tell: (line: string) => void,
): Promise<string[]> {
    const before = await startedAt(inputs);
    const stopping: Promise<string[]>[] = [];
    const start = ["start", "--attach", "--interactive", inputs.container];
    // It ends with the container, or earlier if the connection is lost or there was none.
    const job = startAttached(inputs.dockerHost, start, (line) => {
        const why = /^[\w-]+: stop the services: (.*)/.exec(line)?.[1];
        if (stopping.length > 0) {
            if (/^[\w-]+: /.test(line)) {
                tell(line);
            }
        } else if (why !== undefined) {
            tell(`${inputs.job} needs the services to stop: ${why}`);
            const heartbeat = setInterval(() => job.send("stopping"), heartbeatSeconds * 1000);
            stopping.push(stopFor(inputs, job.send, tell).finally(() => clearInterval(heartbeat)));
        }
    });
    job.send([inputs.handover?.secret, former].filter((key) => key !== undefined).join(","));
    const { errors } = await job.ended;
    // One that was never started has the exit code 0, too.
    if ((await startedAt(inputs)) === before) {
        throw new Error(`${inputs.job} was not started: ${errors}`);
    }
    return (await Promise.all(stopping)).flat();
}

/** Stops the services, and tells the job how that went. */
async function stopFor(
    inputs: JobInputs,
    send: (line: string) => void,
    tell: (line: string) => void,
): Promise<string[]> {
    const { dockerHost: address, job, services = { draining: [], drainSeconds: 0, others: [] } } = inputs;
    const notRunning = async () =>
        (await existing(address, services)).filter((each) => !each.running).map((each) => each.name);
    try {
        await stop(address, services, tell);
    } catch (error) {
        send(`failed ${(error as Error).message.replace(/\s+/g, " ")}`);
        return notRunning();
    }
    const stopped = await notRunning();
    send(`stopped ${JSON.stringify({ docker: ["docker", ...onEngine(address)].join(" "), job, stopped })}`);
    return stopped;
}
