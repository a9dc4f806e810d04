import { executorOptions, localWorkers } from "../../../components/airflow/executors";

const local = "LocalExecutor:airflow_dbt_image.on_demand_executor.OnDemandLocalExecutor";
const edge = "EdgeExecutor:airflow_dbt_image.edge_executor.PausableEdgeExecutor";
const workers = [
    { name: "a", concurrency: 4 },
    { name: "b", docker: "ssh://b", concurrency: 8 },
];

test("sets nothing without workers", () => {
    expect(executorOptions({ workers: [], tasksRunOn: "scheduler" })).toEqual({ defaults: {}, fixed: {} });
});

test("the executor that runs a task by default is the first", () => {
    const executor = (tasksRunOn: "scheduler" | "workers") =>
        executorOptions({ workers, tasksRunOn }).fixed.AIRFLOW__CORE__EXECUTOR;
    expect(executor("workers")).toBe(`${edge},${local}`);
    expect(executor("scheduler")).toBe(`${local},${edge}`);
});

test("the executor knows the stack's workers, and forgets others", () => {
    expect(executorOptions({ workers, tasksRunOn: "workers" }).fixed.AIRFLOW__AIRFLOW_DBT__WORKERS).toBe("a,b");
});

test("tasks get the slots of all workers, and the scheduler keeps its own", () => {
    expect(executorOptions({ workers, tasksRunOn: "workers" }).defaults).toMatchObject({
        AIRFLOW__CORE__PARALLELISM: 32,
        AIRFLOW__AIRFLOW_DBT__LOCAL_PARALLELISM: 8,
        AIRFLOW__AIRFLOW_DBT__EDGE_PARALLELISM: 24,
    });
});

test("local workers are those without an engine of their own", () => {
    expect(localWorkers(workers)).toEqual(["airflow-worker-a"]);
});
