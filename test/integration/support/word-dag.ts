import { type AirflowApi } from "../../../tools/running-stack/airflow-api";
import { inContainer, sql } from "../../../tools/running-stack/containers";
import { waitFor } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** A task that waits for a file, and one after it that returns the word of a module beside the DAG. */
const wordDag = `
import time
from pathlib import Path

from airflow.sdk import DAG, task
from words.word import WORD

with DAG("word", schedule=None, is_paused_upon_creation=False):

    @task
    def wait(**context):
        end = time.time() + 600
        while not Path("/opt/airflow/logs", context["run_id"] + ".go").exists() and time.time() < end:
            time.sleep(0.2)

    @task
    def say():
        return WORD

    wait() >> say()
`;

/** The DAG and that module, by their paths in a checkout. */
export const wordFiles = (word: string) => ({
    "airflow/dags/word.py": wordDag,
    "airflow/dags/words/word.py": `WORD = "${word}"\n`,
});

/** Runs of the DAG `word`. */
export class WordRuns {
    constructor(
        private readonly stack: TestStack,
        private readonly api: AirflowApi,
    ) {}

    /** Starts a run, and waits until its first task runs. */
    public async started(): Promise<string> {
        const run = await this.api.trigger("word");
        await waitFor("the first task to run", 60, async () =>
            (await this.api.tasks("word", run)).some(({ task_id: id, state }) => id === "wait" && state === "running")
                ? true
                : undefined,
        );
        return run;
    }

    /** Ends a run's first task, which runs in the scheduler. */
    public go(run: string): Promise<string> {
        return inContainer(this.stack, "airflow-scheduler", "touch", `/opt/airflow/logs/${run}.go`);
    }

    /** The word of a run, which must end well. */
    public async said(run: string): Promise<unknown> {
        if ((await this.api.ended("word", run)) !== "success") {
            throw new Error(`run ${run} failed`);
        }
        return (await this.api.get<{ value: unknown }>(`${path(run)}/taskInstances/say/xcomEntries/return_value`))
            .value;
    }

    /** The word of a new run. */
    public async ran(): Promise<unknown> {
        const run = await this.api.trigger("word");
        await this.go(run);
        return this.said(run);
    }

    /** The commit with which a run began. */
    public async versionOf(run: string): Promise<string | null> {
        return (await this.api.get<{ bundle_version: string | null }>(path(run))).bundle_version;
    }

    /** Waits until new runs get a commit. */
    public async read(commit: string, seconds: number): Promise<void> {
        await waitFor(`commit ${commit.slice(0, 7)}`, seconds, async () =>
            (await sql(this.stack, "airflow", "select bundle_version from dag where dag_id = 'word'")) === commit
                ? true
                : undefined,
        );
    }

    /** Waits until an update has paused the tasks. */
    public async paused(): Promise<void> {
        await waitFor("the pause", 600, async () => ((await this.isPaused()) ? true : undefined));
    }

    public async isPaused(): Promise<boolean> {
        const names = await inContainer(this.stack, "airflow-scheduler", "ls", "-A", "/opt/airflow/logs");
        return names.includes(".tasks-paused-until");
    }
}

function path(run: string): string {
    return `/dags/word/dagRuns/${encodeURIComponent(run)}`;
}
