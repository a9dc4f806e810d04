import * as pulumi from "@pulumi/pulumi";
import { type PausedScheduler } from "./pause-tasks";
import { anotherEngine, type SchedulerPlace } from "./same-engine";

/** What a pause and its end have in common. */
export interface PauseInputs {
    scheduler: string;
    dockerHost: string | undefined;
    /** Where the setting and the environment say that the scheduler is. */
    engine: string;
    seconds: number;
    /** Hash of what tasks need. */
    needs: pulumi.Output<string>;
}

/** The same, as the engine hands it to a provider. */
export interface Pause extends PausedScheduler {
    needs: string;
}

/** What is done for a new stack, and whenever what tasks need changes. */
export interface PauseWork {
    create: (inputs: Pause) => Promise<void>;
    update: (inputs: Pause) => Promise<void>;
}

/** Does its work when what tasks need changes. Pulumi stores these functions, and all that they use, in the state: see `JobRun`. */
export class PauseRun extends pulumi.dynamic.Resource {
    constructor(
        type: "Pause" | "Resume",
        work: PauseWork,
        name: string,
        inputs: PauseInputs,
        opts: pulumi.CustomResourceOptions,
    ) {
        const provider: pulumi.dynamic.ResourceProvider = {
            async check(olds: Partial<SchedulerPlace>, news: Pause & SchedulerPlace) {
                return { inputs: news, failures: await anotherEngine(olds, news) };
            },
            async create(news: Pause) {
                await work.create(news);
                return { id: news.scheduler, outs: news };
            },
            async update(_id: string, _olds: Pause, news: Pause) {
                await work.update(news);
                return { outs: news };
            },
            diff(_id: string, olds: Pause, news: Pause) {
                return Promise.resolve({ changes: olds.needs !== news.needs });
            },
        };
        super(provider, name, { ...inputs }, opts, "airflow", type);
    }
}
