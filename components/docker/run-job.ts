import { docker, isRunning } from "./docker-cli";
import { converse, type JobInputs } from "./job-conversation";
import { type DependentServices, existing, startAgain } from "./stop-services";

/** A job may end with this only if it left everything as it was: the services that it had stopped are started again. */
const unchanged = "1";

/**
 * Runs a job's container to its end.
 *
 * @throws with the end of its log if it ends with another code than 0
 */
export async function runJob(
    inputs: JobInputs,
    former: string | undefined,
    tell: (line: string) => void,
): Promise<void> {
    const { dockerHost: address, container, job } = inputs;
    if (await isRunning(address, container)) {
        tell(`${job} still runs, for an update that was interrupted; waiting for its end`);
        await docker(address, ["wait", container]);
    }
    const rotated = former !== undefined && former !== inputs.handover?.secret;
    const stopped = inputs.handover ? await converse(inputs, rotated ? former : undefined, tell) : await start(inputs);
    const exitCode = await docker(address, ["wait", container]);
    if (exitCode !== "0") {
        const services = exitCode === unchanged ? await startAfterFailure(address, stopped) : stillStopped(stopped);
        const log = (await docker(address, ["logs", "--tail", "30", container])).trimEnd();
        throw new Error(
            `${job} ended with exit code ${exitCode}. The end of its log:\n\n${log}\n\n${services}` +
                `The whole log: docker logs ${job}. Once the cause is fixed, the next update runs it again.`,
        );
    }
    if (inputs.services && !rotated) {
        await startSameVersion(inputs, inputs.services, tell);
    }
}

async function start(inputs: JobInputs): Promise<string[]> {
    await docker(inputs.dockerHost, ["start", inputs.container]);
    return [];
}

function stillStopped(names: string[]): string {
    return names.length > 0 ? `Still stopped: ${names.join(", ")}.\n` : "";
}

async function startAfterFailure(address: string | undefined, stopped: string[]): Promise<string> {
    if (stopped.length === 0) {
        return "";
    }
    return startAgain(address, stopped).then(
        () => `Started again: ${stopped.join(", ")}.\n`,
        (error: Error) => `Starting ${stopped.join(", ")} again failed: ${error.message}.\n`,
    );
}

/**
 * Starts what the job had stopped, or what an interrupted update had, unless it is about to be replaced: services of another image
 * are, and so are those that hold a former secret.
 */
async function startSameVersion(
    inputs: JobInputs,
    services: DependentServices,
    tell: (line: string) => void,
): Promise<void> {
    const image = await docker(inputs.dockerHost, ["inspect", "--format", "{{.Image}}", inputs.container]);
    const found = (await existing(inputs.dockerHost, services)).filter((each) => !each.running && each.image === image);
    const names = found.map((each) => each.name);
    if (names.length > 0) {
        tell(`starting ${names.join(", ")}`);
    }
    await startAgain(inputs.dockerHost, names);
}
