/** A worker of the EdgeExecutor. */
export interface Worker {
    /** Its name in Airflow: lower-case letters, digits and hyphens. */
    name: string;
    /** Address of the Docker engine of another machine. Default: it is on the stack's own. */
    docker?: string;
    /** The queues from which it takes tasks. Default: all. */
    queues?: string[];
    /** Slots for tasks that run at a time. */
    concurrency: number;
    /** Whether its machine has a dbt container of its own. Default: false. */
    dbt?: boolean;
}

/** Where tasks run: in the scheduler, and on workers if there are any. */
export interface Executors {
    /** Two have different names. */
    workers: Worker[];
    /** Which of the two runs a task that names no `executor`. */
    tasksRunOn: "scheduler" | "workers";
}

const local = "LocalExecutor:airflow_dbt_image.on_demand_executor.OnDemandLocalExecutor";
const edge = "EdgeExecutor:airflow_dbt_image.edge_executor.PausableEdgeExecutor";

/** `[core] parallelism` of `airflow.cfg`, which is the scheduler's own. */
const localSlots = 8;

/** The container of a worker, by its name without the suffix. */
export function workerContainer({ name }: { name: string }): string {
    return `airflow-worker-${name}`;
}

/** The containers of the workers on the stack's own machine. */
export function localWorkers(workers: Worker[]): string[] {
    return workers.filter(({ docker }) => docker === undefined).map(workerContainer);
}

type Options = Record<string, string | number>;

/** Airflow's options for its executors: `defaults`, which the user's variables replace, and `fixed` ones. None without workers. */
export function executorOptions({ workers, tasksRunOn }: Executors): { defaults: Options; fixed: Options } {
    if (workers.length === 0) {
        return { defaults: {}, fixed: {} };
    }
    // As many tasks wait for a slot as there are, so that a worker whose task has ended finds the next one.
    const edgeSlots = 2 * workers.reduce((sum, { concurrency }) => sum + concurrency, 0);
    return {
        defaults: {
            AIRFLOW__CORE__PARALLELISM: localSlots + edgeSlots,
            AIRFLOW__AIRFLOW_DBT__LOCAL_PARALLELISM: localSlots,
            AIRFLOW__AIRFLOW_DBT__EDGE_PARALLELISM: edgeSlots,
            // A task is to survive minutes without the API server. That its worker is gone is noticed by the worker's heartbeat.
            AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT: 300,
            // A worker is lost after five of them.
            AIRFLOW__EDGE__HEARTBEAT_INTERVAL: 5,
            // Seconds between two requests for a task of a worker with a free slot.
            AIRFLOW__EDGE__JOB_POLL_INTERVAL: 2,
        },
        fixed: {
            AIRFLOW__CORE__EXECUTOR: (tasksRunOn === "workers" ? [edge, local] : [local, edge]).join(","),
            AIRFLOW__EDGE__API_ENABLED: "True",
            // EdgeExecutor forgets the others once they have ended.
            AIRFLOW__AIRFLOW_DBT__WORKERS: workers.map(({ name }) => name).join(","),
        },
    };
}
