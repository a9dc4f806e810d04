import * as pulumi from "@pulumi/pulumi";
import { tell } from "./engine-log";
import { type JobInputs } from "./job-conversation";
import { runJob } from "./run-job";
import { type DependentServices } from "./stop-services";

/** A run of a job's container. */
export interface JobRunArgs {
    /** Id of the container that is started. Another container is another run. */
    container: pulumi.Input<string>;
    /** The container's name, for messages. */
    job: pulumi.Input<string>;
    /** Address of the Docker engine. Default: the one that the docker command line uses. */
    dockerHost?: pulumi.Input<string>;
    /** A secret that the job rotates. */
    handover?: Handover;
    /** Services that the job may ask to be stopped. */
    services?: DependentServices;
}

/**
 * A secret that the job rotates. It comes as one line on standard input, `new` or `new,former`: no file, no environment and no
 * command line ever holds the former one.
 */
export interface Handover {
    /** The secret. A new value is another run. */
    secret: pulumi.Input<string>;
}

/**
 * Starts the container and looks at its exit code. While it fails the state knows nothing of the new run, so that what
 * depends on it does not start and the next update tries again; that is why this is a resource of its own and no hook on the
 * container. A further run is an update, since only an update is told the former secret.
 *
 * Pulumi stores these functions, and all that they use, in the state. Import by name from packages: a whole one would be stored.
 */
const jobRunProvider: pulumi.dynamic.ResourceProvider = {
    async create(inputs: JobInputs) {
        await runJob(inputs, undefined, tell);
        return { id: inputs.job, outs: inputs };
    },
    async update(_id: string, olds: JobInputs, news: JobInputs) {
        await runJob(news, olds.handover?.secret, tell);
        return { outs: news };
    },
    diff(_id: string, olds: JobInputs, news: JobInputs) {
        return Promise.resolve({
            changes: olds.container !== news.container || olds.handover?.secret !== news.handover?.secret,
        });
    },
};

/** A run of a job's container that ended with exit code 0. */
export class JobRun extends pulumi.dynamic.Resource {
    constructor(name: string, args: JobRunArgs, opts?: pulumi.CustomResourceOptions) {
        super(
            jobRunProvider,
            name,
            { ...args },
            pulumi.mergeOptions(opts, {
                additionalSecretOutputs: ["handover"],
                aliases: [{ type: "pulumi-nodejs:dynamic/container:JobRun" }],
            }),
            "docker",
            "JobRun",
        );
    }
}
