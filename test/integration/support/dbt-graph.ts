import { type AirflowApi } from "../../../tools/running-stack/airflow-api";
import { inContainer } from "../../../tools/running-stack/containers";
import { waitFor } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** Where dbt's container keeps the graph, and Airflow's read it. */
export const graphFolder = "/var/lib/dbt-docs/graph";

/** dbt's graph, as far as tests look at it. */
export interface Graph {
    error: string | null;
    digest: string;
    nodes: { id: string; parents: string[] }[];
}

/** The graph as Airflow sees it, once it is as the test wants it. */
export function graphOnce(stack: TestStack, what: string, isThere: (graph: Graph) => boolean): Promise<Graph> {
    return waitFor(what, 120, async () => {
        const text = await inContainer(stack, "airflow-dag-processor", "cat", `${graphFolder}/graph.json`);
        const graph = JSON.parse(text) as Graph;
        return isThere(graph) ? graph : undefined;
    });
}

/** Waits until Airflow has read a DAG with dbt's graph; before dbt's first parse, a group has other tasks. */
export function graphInDag(api: AirflowApi, dag: string, count: number): Promise<true> {
    return waitFor(`dbt's graph in the DAG ${dag}`, 180, async () => {
        const { tasks } = await api.get<{ tasks: object[] }>(`/dags/${dag}/tasks`).catch(() => ({ tasks: [] }));
        return tasks.length === count ? (true as const) : undefined;
    });
}

/** IDs of what dbt selects. */
export async function selectedBy(stack: TestStack, selector: string): Promise<string[]> {
    const answer = await inContainer(stack, "dbt", "dbt-job", "select", "--", "--select", selector);
    return (JSON.parse(answer) as { ids: string[] }).ids;
}
