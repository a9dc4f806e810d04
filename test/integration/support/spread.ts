import { type AirflowApi, type TaskInstance } from "../../../tools/running-stack/airflow-api";

/** One of the mapped tasks of the DAG `spread`. */
export interface Waiting extends TaskInstance {
    max_tries: number;
}

/** The mapped tasks of a run of `spread`. */
export async function waits(api: AirflowApi, run: string): Promise<Waiting[]> {
    const tasks = await api.tasks("spread", run);
    return tasks.filter(({ task_id, map_index }) => task_id === "wait" && map_index >= 0) as Waiting[];
}
