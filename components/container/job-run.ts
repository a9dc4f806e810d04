import { execFile } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";

/** One run of a job's container. */
export interface JobRunArgs {
    /** Id of the container that is started. Another container is another run. */
    container: pulumi.Input<string>;
    /** The container's name, for messages. */
    job: pulumi.Input<string>;
    /** Address of the Docker engine. Default: the one that the docker command line uses. */
    dockerHost?: pulumi.Input<string>;
}

interface Inputs {
    container: string;
    job: string;
    dockerHost?: string;
}

function docker(inputs: Inputs, ...args: string[]): Promise<string> {
    const host = inputs.dockerHost ? ["--host", inputs.dockerHost] : [];
    return new Promise((resolve, reject) => {
        execFile("docker", [...host, ...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
            if (error) {
                reject(new Error(`docker ${args[0]}: ${stderr.trim() || error.message}`));
            } else {
                // A container writes its errors to the second stream, and `docker logs` keeps the two apart.
                resolve(args[0] === "logs" ? stdout + stderr : stdout.trim());
            }
        });
    });
}

/**
 * Starts the container and looks at its exit code. While it fails it is not in the state, so that what depends on it does
 * not start and the next update tries again; that is why this is a resource of its own and no hook on the container.
 */
const jobRunProvider: pulumi.dynamic.ResourceProvider = {
    async create(inputs: Inputs) {
        await docker(inputs, "start", inputs.container);
        const exitCode = await docker(inputs, "wait", inputs.container);
        if (exitCode !== "0") {
            const log = await docker(inputs, "logs", "--tail", "30", inputs.container);
            throw new Error(
                `${inputs.job} ended with exit code ${exitCode}. The end of its log:\n\n${log.trimEnd()}\n\n` +
                    `All of it: docker logs ${inputs.job}. Once the cause is mended, the next update runs it again.`,
            );
        }
        return { id: inputs.container, outs: inputs };
    },
    diff(_id: string, olds: Inputs, news: Inputs) {
        const changed = olds.container !== news.container;
        return Promise.resolve({ changes: changed, replaces: changed ? ["container"] : [], deleteBeforeReplace: true });
    },
};

/** A run of a job's container that ended with exit code 0. */
export class JobRun extends pulumi.dynamic.Resource {
    constructor(name: string, args: JobRunArgs, opts?: pulumi.CustomResourceOptions) {
        super(jobRunProvider, name, { ...args }, opts, "container", "JobRun");
    }
}
