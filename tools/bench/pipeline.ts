import { say } from "../../commands/set-up/progress";
import { AirflowApi } from "../running-stack/airflow-api";
import { waitFor } from "../running-stack/run";
import { type TestStack } from "../running-stack/test-stack";
import { type CheckoutCopy } from "../running-stack/checkout-copy";
import { dagOfOneTask, timedRun } from "./dag-run";
import { pause, repeat, seconds } from "./repeat";
import { type Row } from "./table";

/** What a developer waits for while working with Airflow and dbt. */
export async function pipeline(stack: TestStack, runs: number, copy: CheckoutCopy): Promise<Row[]> {
    const api = await AirflowApi.loggedIn(stack);
    const loaded = await timedRun(api, "flights", "the example pipeline, which loads what dbt reads");
    const dag = await repeat(runs, "DAG dbt_run", () => timedRun(api, "dbt_run"));
    const dbt = await repeat(runs, "npm run dbt -- run", () => seconds(() => stack.expectNpm("dbt", "run")));
    const shown = await repeat(runs, "a new DAG file", async (run) => {
        // Airflow looks for new files every few seconds: each run starts at another moment of that interval.
        await pause(((run - 1) / runs) * 10_000);
        const id = `bench_new_${run}`;
        copy.addDag(id, dagOfOneTask(id, 1));
        return seconds(() =>
            waitFor(`DAG ${id}`, 300, async () =>
                (await api.status("GET", `/dags/${id}`)) === 200 ? true : undefined,
            ),
        );
    });
    say(`• first run of the example pipeline: ${loaded.toFixed(1)} s`);
    return [
        { what: "DAG with one `dbt run`, from trigger to success", unit: "s", values: dag, aim: 3.5, compose: 6.4 },
        { what: "`npm run dbt -- run`", unit: "s", values: dbt, aim: 1.5, compose: 4.8 },
        { what: "new DAG file, until Airflow shows it", unit: "s", values: shown, aim: 15, compose: 173 },
    ];
}
