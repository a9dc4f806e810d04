import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { tell } from "../docker/engine-log";
import { type DockerHost } from "../docker/host";
import { type PauseInputs, PauseRun, type PauseWork } from "./pause-run";
import { pauseTasks } from "./pause-tasks";

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

/** A stack whose tasks were never paused may already run: it was made by an earlier release. */
const work: PauseWork = {
    create: (inputs) => pauseTasks(inputs, tell),
    update: (inputs) => pauseTasks(inputs, tell),
};

/**
 * Pauses Airflow's tasks before an update replaces what they need: those that run end, and no other starts. All other services stay
 * up until then. What tasks need must be created `after` this component, and a `TaskResume` after that.
 */
export class TaskPause extends pulumi.ComponentResource {
    /** How many seconds running tasks get to finish. */
    public readonly seconds: number;
    /** For the pause's end. */
    public readonly inputs: PauseInputs;
    private readonly checks: pulumi.Resource[] = [];

    constructor(name: string, args: TaskPauseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:TaskPause", name, {}, opts);
        const { host, seconds } = args;
        this.seconds = seconds;
        const hash = pulumi.jsonStringify(args.needs).apply((text) => createHash("sha256").update(text).digest("hex"));
        this.inputs = {
            scheduler: host.nameOf(args.scheduler),
            dockerHost: host.address,
            engine: host.engine,
            seconds,
            needs: pulumi.secret(hash),
        };
        // Read after the program's last line: what checks something is created later than the pause.
        const dependsOn = Promise.resolve().then(() => this.checks);
        new PauseRun("Pause", work, name, this.inputs, { parent: this, dependsOn });
        this.registerOutputs();
    }

    /**
     * Makes it wait for what may refuse the update: if that fails, no task was paused. It must not need anything that is created
     * `after` this component.
     */
    public waitFor(...checks: pulumi.Resource[]): void {
        this.checks.push(...checks);
    }
}
