import * as pulumi from "@pulumi/pulumi";
import { resumeTasks } from "./pause-tasks";
import { type Pause, type PauseInputs, type TaskPause } from "./task-pause";

/** The end of a pause. */
export interface TaskResumeArgs {
    /** What paused the tasks. */
    pause: TaskPause;
    /** What tasks need; it must be up to date. */
    after: pulumi.Resource[];
}

/** Pulumi stores these functions, and all that they use, in the state: see `JobRun`. */
const provider: pulumi.dynamic.ResourceProvider = {
    create(inputs: Pause) {
        return Promise.resolve({ id: inputs.scheduler, outs: inputs });
    },
    async update(_id: string, _olds: Pause, news: Pause) {
        await resumeTasks(news);
        return { outs: news };
    },
    diff(_id: string, olds: Pause, news: Pause) {
        return Promise.resolve({ changes: olds.needs !== news.needs });
    },
};

class ResumeRun extends pulumi.dynamic.Resource {
    constructor(name: string, inputs: PauseInputs, opts: pulumi.CustomResourceOptions) {
        super(provider, name, { ...inputs }, opts, "airflow", "Resume");
    }
}

/** Lets tasks start again after a `TaskPause`, at the end of the update. */
export class TaskResume extends pulumi.ComponentResource {
    constructor(name: string, { pause, after }: TaskResumeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:TaskResume", name, {}, opts);
        new ResumeRun(name, pause.inputs, { parent: this, dependsOn: after });
        this.registerOutputs();
    }
}
