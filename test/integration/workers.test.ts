import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, containersOf, inContainer, sql } from "../../tools/running-stack/containers";
import { type CheckoutCopy } from "../../tools/running-stack/checkout-copy";
import { say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { graphInDag } from "./support/dbt-graph";
import { addManyModels } from "./support/many-models";
import { workerWith } from "./support/older-worker";
import { waits } from "./support/spread";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { askWithWorkerSecret, spreadDag } from "./support/worker-dags";

/**
 * Two workers on the stack's own machine. `npm run test:matrix` also keeps the API server away for two minutes, and builds a worker of other
 * versions.
 */
const all = process.env.AIRFLOW_DBT_ALL_CHANGES !== undefined;
const away = all ? 120 : 30;
let copy: CheckoutCopy;
let stack: TestStack;

beforeAll(async () => {
    ({ copy, stack } = await stackOfCopy("workers", { spread: spreadDag }));
    addManyModels(copy, 3);
    for (const [index, name] of ["one", "two"].entries()) {
        await stack.setPath(`workers[${index}].name`, name);
        await stack.setPath(`workers[${index}].concurrency`, 4);
    }
    await stack.up();
    await allHealthy(stack);
}, 1_800_000);

afterAll(() => leaveCopy(stack), 300_000);

/** Starts one task, and waits until a worker runs it. */
async function running(seconds: number): Promise<{ api: AirflowApi; run: string; worker: string }> {
    const api = await AirflowApi.loggedIn(stack);
    const run = await api.trigger("spread", { seconds, count: 1 });
    const worker = await waitFor("the task to run", 60, async () => {
        const [task] = await waits(api, run);
        return task?.state === "running" && task.hostname !== "" ? task.hostname : undefined;
    });
    return { api, run, worker };
}

/** Restarts are the container's; its name in Airflow is free after 25 s. */
const workersHealthy = () => allHealthy(stack, 120);

test("a run of 40 tasks spreads over both, and shows its logs while tasks run and afterwards", async () => {
    const api = await AirflowApi.loggedIn(stack);
    const run = await api.trigger("spread", { seconds: 3, count: 40 });
    const began = Date.now();
    const early = await waitFor("the log of a running task", 60, async () => {
        const task = (await waits(api, run)).find(({ state }) => state === "running");
        const log = task && (await api.log("spread", run, task));
        return log?.includes("begins") ? log : undefined;
    });
    expect(early).not.toContain("ends");
    expect(await api.ended("spread", run)).toBe("success");
    say(`40 tasks of 3 s on 8 slots: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    const tasks = await waits(api, run);
    expect(tasks).toHaveLength(40);
    expect(new Set(tasks.map(({ hostname }) => hostname))).toEqual(new Set(["one", "two"]));
    // A worker sends the end of a log after the task's state.
    await waitFor("the whole log", 30, async () => {
        const log = await api.log("spread", run, tasks[39]);
        return /number 39 begins[^]*number 39 ends/.test(log) || undefined;
    });
});

test("dbt's models run on no worker, and the task that tells of them runs in the scheduler", async () => {
    const api = await AirflowApi.loggedIn(stack);
    await graphInDag(api, "many", 4);
    const run = await api.trigger("many");
    expect(await api.ended("many", run)).toBe("success");
    const tasks = await api.tasks("many", run);
    expect(tasks.map(({ task_id, hostname }) => `${task_id} ${hostname}`).sort()).toEqual([
        "dbt.assets airflow-scheduler",
        "dbt.many_0 ",
        "dbt.many_1 ",
        "dbt.many_2 ",
    ]);
}, 420_000);

test("a worker can call the API for workers, and nothing that users or tasks can", async () => {
    const printed = await inContainer(stack, "airflow-worker-one", "python", "-c", askWithWorkerSecret);
    expect(JSON.parse(printed)).toEqual({
        edge: 200,
        otherMethod: 403,
        users: 403,
        tasks: 403,
    });
    const secrets = (role: string) => inContainer(stack, role, "ls", "/run/secrets");
    expect((await secrets("airflow-worker-one")).split("\n")).toEqual(["jwt_secret", "variables.env"]);
    const secretOf = (role: string) => inContainer(stack, role, "cat", "/run/secrets/jwt_secret");
    expect(await secretOf("airflow-worker-one")).toBe(await secretOf("airflow-apiserver"));
    await expect(secretOf("airflow-scheduler")).rejects.toThrow("No such file");
});

(all ? test : test.skip)(
    "a worker of other versions ends, says which ones, and gets no task",
    async () => {
        const { code, log } = await workerWith(stack, "apache-airflow-providers-edge3==5.0.0");
        expect(code).not.toBe(0);
        expect(log).toMatch(/airflow-edge-worker: Airflow \S+ with provider edge3 5\.0\.0\n/);
        expect(log).toContain("Version mismatch of Edge worker and Core. Shutting down worker.");
        expect(await sql(stack, "airflow", "select worker_name from edge_worker order by 1")).toBe("one\ntwo");
        const { api, run } = await running(1);
        expect(await api.ended("spread", run)).toBe("success");
    },
    300_000,
);

test("a worker that is killed loses no task: it has ended within 60 s, on the one or the other, without a retry", async () => {
    const { api, run, worker } = await running(5);
    process.kill((await container(stack, `airflow-worker-${worker}`)).State.Pid, "SIGKILL");
    const began = Date.now();
    expect(await api.ended("spread", run, 60)).toBe("success");
    const [task] = await waits(api, run);
    say(`the task was done ${((Date.now() - began) / 1000).toFixed(1)} s after its worker was killed`);
    // As many retries are left as before: none.
    expect([task.try_number, task.max_tries]).toEqual([2, 1]);
    await workersHealthy();
}, 300_000);

test("a worker that is told to stop ends its task first", async () => {
    const { api, run, worker } = await running(10);
    const { Id: id } = await container(stack, `airflow-worker-${worker}`);
    await stack.docker(["stop", "--time", "60", id]);
    expect(await api.ended("spread", run, 20)).toBe("success");
    expect((await waits(api, run)).map(({ hostname, try_number }) => [hostname, try_number])).toEqual([[worker, 1]]);
    await stack.docker(["start", id]);
    await workersHealthy();
}, 300_000);

test("an update with a new image loses no task, and starts none meanwhile", async () => {
    const { api, run } = await running(15);
    const before = await containersOf(stack);
    appendFileSync(join(copy.folder, "airflow/airflow.cfg"), "\n# Another image.\n");
    await stack.up();
    await workersHealthy();
    const after = await containersOf(stack);
    for (const role of ["airflow-worker-one", "airflow-worker-two"]) {
        expect(after.get(role)?.Image).not.toBe(before.get(role)?.Image);
    }
    expect(await api.ended("spread", run, 20)).toBe("success");
    expect((await waits(api, run)).map(({ try_number }) => try_number)).toEqual([1]);
    const next = await running(1);
    expect(await next.api.ended("spread", next.run)).toBe("success");
}, 600_000);

test(`the API server away for ${away} s loses no task`, async () => {
    const { api, run, worker } = await running(away / 2);
    await waitFor("its code to run", 60, async () => {
        const [task] = await waits(api, run);
        return (await api.log("spread", run, task)).includes("begins") ? true : undefined;
    });
    const { Id: id } = await container(stack, "airflow-apiserver");
    await stack.docker(["stop", id]);
    const end = Date.now() + away * 1000;
    await waitFor("the time to pass", away + 10, () => Promise.resolve(Date.now() > end ? true : undefined));
    await stack.docker(["start", id]);
    await allHealthy(stack);
    const back = Date.now();
    expect(await api.ended("spread", run, 60)).toBe("success");
    say(`the task was done ${((Date.now() - back) / 1000).toFixed(1)} s after the API server was healthy again`);
    const [{ hostname, try_number }] = await waits(api, run);
    expect([hostname, try_number]).toEqual([worker, 1]);
}, 600_000);

test("a new key of the workers is theirs and the API server's, and tasks go on", async () => {
    await stack.setPath("generations.workerSecret", 2);
    await stack.setPath("generations.jwtPrivateKey", 2);
    await stack.up();
    await workersHealthy();
    const { api, run } = await running(1);
    expect(await api.ended("spread", run)).toBe("success");
}, 300_000);

test("a worker that is no longer in the setting leaves nothing behind", async () => {
    await stack.expectPulumi(["config", "rm", "--path", "workers[1]"]);
    await stack.up();
    await workersHealthy();
    expect([...(await containersOf(stack)).keys()]).not.toContain("airflow-worker-two");
    // The scheduler forgets workers once a minute.
    await waitFor("Airflow to forget the worker", 120, async () =>
        (await sql(stack, "airflow", "select worker_name from edge_worker")) === "one" ? true : undefined,
    );
}, 300_000);

test("without workers, tasks run in the scheduler again", async () => {
    await stack.unset("workers");
    await stack.up();
    await allHealthy(stack);
    const api = await AirflowApi.loggedIn(stack);
    const run = await api.trigger("spread", { seconds: 1, count: 2 });
    expect(await api.ended("spread", run)).toBe("success");
    expect((await waits(api, run)).map(({ hostname }) => hostname)).not.toContain("one");
    expect([...(await containersOf(stack)).keys()].filter((role) => role.includes("worker"))).toEqual([]);
}, 300_000);
