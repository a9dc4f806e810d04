import { say } from "../../commands/set-up/progress";
import { type AirflowApi } from "../running-stack/airflow-api";

interface Times {
    start_date: string;
    end_date: string;
}

/** Seconds from the trigger to the run's end, by Airflow's own clock; says where they went. */
export async function timedRun(
    api: AirflowApi,
    dag: string,
    what = dag,
    meanwhile?: (runId: string) => Promise<unknown>,
): Promise<number> {
    const began = Date.now();
    const id = await api.trigger(dag);
    const triggered = Date.now();
    await meanwhile?.(id);
    const state = await api.ended(dag, id, 600);
    if (state !== "success") {
        throw new Error(`the run of ${dag} ended with the state ${state}`);
    }
    const { end_date: end } = await api.get<Times>(`/dags/${dag}/dagRuns/${encodeURIComponent(id)}`);
    const tasks = (await api.tasks(dag, id)) as unknown as Times[];
    const since = (date: string) => (new Date(date).getTime() - began) / 1000;
    const spans = tasks
        .map((task) => `${since(task.start_date).toFixed(1)}–${since(task.end_date).toFixed(1)}`)
        .join(", ");
    say(
        `• ${what}: triggered at ${((triggered - began) / 1000).toFixed(1)} s, tasks ran ${spans} s, done at ${since(end).toFixed(1)} s`,
    );
    return since(end);
}

/** The text of a DAG whose only task takes some seconds. */
export function dagOfOneTask(id: string, seconds: number): string {
    return `from time import sleep

from airflow.sdk import dag, task


@dag(schedule=None, is_paused_upon_creation=False)
def ${id}():
    @task
    def wait():
        sleep(${seconds})

    wait()


${id}()
`;
}
