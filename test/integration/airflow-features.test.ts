import { cpSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container } from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";

describe("DAGs and plugins of the user's own", () => {
    let stack: TestStack;
    let api: AirflowApi;

    beforeAll(async () => {
        const made = await stackOfCopy("features");
        stack = made.stack;
        cpSync(join(__dirname, "support/airflow-code"), join(made.copy.folder, "airflow"), { recursive: true });
        await stack.up();
        await allHealthy(stack);
        api = await AirflowApi.loggedIn(stack);
    }, 1_800_000);
    afterAll(() => leaveCopy(stack), 120_000);

    /** Runs a DAG to its end and gives what a task returned. */
    const returnedBy = async (dag: string, task: string): Promise<unknown> => {
        const run = await api.trigger(dag);
        expect(await api.ended(dag, run, 300)).toBe("success");
        return returned(dag, run, task);
    };
    const returned = async (dag: string, run: string, task: string): Promise<unknown> =>
        (
            await api.get<{ value: unknown }>(
                `/dags/${dag}/dagRuns/${encodeURIComponent(run)}/taskInstances/${task}/xcomEntries/return_value`,
            )
        ).value;
    /** Ids of the workers, without the tasks that they run, which are called the same at their start. */
    const workers = async (): Promise<string[]> => {
        const scheduler = (await container(stack, "airflow-scheduler")).Id;
        const processes = (await stack.docker(["top", scheduler, "-o", "pid,ppid,args"])).matchAll(
            /^(\d+)\s+(\d+)\s+airflow worker/gm,
        );
        const found = [...processes].map(([, id, parent]) => ({ id, parent }));
        return found.map(({ id }) => id).filter((id) => !isChild(id, found));
    };
    const isChild = (id: string, all: { id: string; parent: string }[]): boolean =>
        all.some((each) => each.id === id && all.some((other) => other.id === each.parent));

    test("start no worker before a task waits", async () => {
        expect(await workers()).toEqual([]);
    });

    test("a deferrable operator waits in the triggerer", async () => {
        expect(await returnedBy("deferrable", "wait")).toBe("resumed by the trigger");
    });

    test("@task.virtualenv installs packages of its own", async () => {
        expect(await returnedBy("virtualenv", "version")).toBe("2.0.0");
    });

    test("50 mapped tasks run, on no more workers than `parallelism`, and no worker stays", async () => {
        const run = await api.trigger("mapped");
        let most = 0;
        const state = await waitFor("50 mapped tasks", 300, async () => {
            most = Math.max(most, (await workers()).length);
            const now = await api.get<{ state: string }>(`/dags/mapped/dagRuns/${encodeURIComponent(run)}`);
            return ["success", "failed"].includes(now.state) ? now.state : undefined;
        });
        expect(state).toBe("success");
        expect(`${String(await returned("mapped", run, "add"))}`).toBe("2450");
        expect(most).toBeGreaterThan(0);
        expect(most).toBeLessThanOrEqual(8);
        await waitFor("the workers to end", 30, async () => ((await workers()).length === 0 ? true : undefined));
    });

    test("an asset starts the DAG that is scheduled by it", async () => {
        const run = await api.trigger("producer");
        expect(await api.ended("producer", run)).toBe("success");
        const consumed = await waitFor("the consumer's run", 60, async () => {
            const { dag_runs: runs } = await api.get<{ dag_runs: { dag_run_id: string; run_type: string }[] }>(
                "/dags/consumer/dagRuns",
            );
            return runs[0];
        });
        expect(consumed.run_type).toBe("asset_triggered");
        expect(await api.ended("consumer", consumed.dag_run_id)).toBe("success");
        expect(await returned("consumer", consumed.dag_run_id, "consume")).toBe("consumed");
    });

    test("a plugin in airflow/plugins is there", async () => {
        expect(await returnedBy("plugin", "shout")).toBe("HELLO!");
    });
});
