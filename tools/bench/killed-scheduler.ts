import { AirflowApi } from "../running-stack/airflow-api";
import { allHealthy, container } from "../running-stack/containers";
import { waitFor } from "../running-stack/run";
import { type TestStack } from "../running-stack/test-stack";
import { type CheckoutCopy } from "../running-stack/checkout-copy";
import { dagOfOneTask, timedRun } from "./dag-run";
import { pause, repeat } from "./repeat";
import { type Row } from "./table";

const DAG = "bench_kill";

/** How much longer a task takes if its scheduler is killed meanwhile. */
export async function killedScheduler(stack: TestStack, runs: number, copy: CheckoutCopy): Promise<Row[]> {
    const api = await AirflowApi.loggedIn(stack);
    copy.addDag(DAG, dagOfOneTask(DAG, 10));
    await timedRun(api, DAG, "first run, not counted");
    const usual = await timedRun(api, DAG);
    const values = await repeat(runs, "scheduler killed, time lost", async () => {
        const took = await timedRun(api, DAG, "with a killed scheduler", async (id) => {
            await waitFor("the task to run", 60, async () =>
                (await api.tasks(DAG, id)).some((task) => task.state === "running") ? true : undefined,
            );
            await pause(5000);
            process.kill((await container(stack, "airflow-scheduler")).State.Pid, "SIGKILL");
        });
        await allHealthy(stack);
        return took - usual;
    });
    return [
        {
            what: "scheduler killed during a task: time lost",
            unit: "s",
            values,
            aim: 60,
            compose: 320,
        },
    ];
}
