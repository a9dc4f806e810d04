import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { tell } from "../docker/engine-log";
import { type DockerHost } from "../docker/host";
import { pauseTasks, type PausedScheduler } from "./pause-tasks";

/** Which tasks are paused, and for what. */
export interface TaskPauseArgs {
    /** The engine that runs the scheduler. */
    host: DockerHost;
    /** Name of the scheduler, without the stack's suffix. */
    scheduler: string;
    /** How many seconds running tasks get to finish; `0`: none. After that the update goes on without them. */
    seconds: number;
    /** All that tasks need: an update that changes it pauses them. It may hold secrets; only a hash of it is kept, as a secret. */
    needs: pulumi.Input<unknown>;
}

/** What a pause and its end have in common. */
export interface PauseInputs {
    scheduler: string;
    dockerHost: string | undefined;
    seconds: number;
    /** Hash of what tasks need. */
    needs: pulumi.Output<string>;
}

/** The same, as the engine hands it to a provider. */
export interface Pause extends PausedScheduler {
    needs: string;
}

/** Pulumi stores these functions, and all that they use, in the state: see `JobRun`. */
const provider: pulumi.dynamic.ResourceProvider = {
    async create(inputs: Pause) {
        await pauseTasks(inputs, tell);
        return { id: inputs.scheduler, outs: inputs };
    },
    async update(_id: string, _olds: Pause, news: Pause) {
        await pauseTasks(news, tell);
        return { outs: news };
    },
    diff(_id: string, olds: Pause, news: Pause) {
        return Promise.resolve({ changes: olds.needs !== news.needs });
    },
};

class PauseRun extends pulumi.dynamic.Resource {
    constructor(name: string, inputs: PauseInputs, opts: pulumi.CustomResourceOptions) {
        super(provider, name, { ...inputs }, opts, "airflow", "Pause");
    }
}

/**
 * Pauses Airflow's tasks before an update replaces what they need: those that run end, and no other starts. All other services stay
 * up until then. What tasks need must be created `after` this component, and a `TaskResume` after that.
 */
export class TaskPause extends pulumi.ComponentResource {
    /** For the pause's end. */
    public readonly inputs: PauseInputs;

    constructor(name: string, args: TaskPauseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:TaskPause", name, {}, opts);
        const { host, seconds } = args;
        const hash = pulumi.jsonStringify(args.needs).apply((text) => createHash("sha256").update(text).digest("hex"));
        this.inputs = {
            scheduler: host.nameOf(args.scheduler),
            dockerHost: host.address,
            seconds,
            needs: pulumi.secret(hash),
        };
        new PauseRun(name, this.inputs, { parent: this });
        this.registerOutputs();
    }
}
