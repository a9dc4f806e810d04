import * as pulumi from "@pulumi/pulumi";
import { tell } from "../docker/engine-log";
import { PauseRun, type PauseWork } from "./pause-run";
import { resumeTasks } from "./pause-tasks";
import { type TaskPause } from "./task-pause";

/** The end of a pause. */
export interface TaskResumeArgs {
    /** What paused the tasks. */
    pause: TaskPause;
    /** What tasks need; it must be up to date. */
    after: pulumi.Resource[];
}

/** A new stack's tasks are not paused. */
const work: PauseWork = { create: () => Promise.resolve(), update: (inputs) => resumeTasks(inputs, tell) };

/** Lets tasks start again after a `TaskPause`, at the end of the update. */
export class TaskResume extends pulumi.ComponentResource {
    constructor(name: string, { pause, after }: TaskResumeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:TaskResume", name, {}, opts);
        new PauseRun("Resume", work, name, pause.inputs, { parent: this, dependsOn: after });
        this.registerOutputs();
    }
}
