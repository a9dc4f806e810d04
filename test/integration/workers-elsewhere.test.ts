import { BASE_IMAGES } from "../../commands/set-up/base-image";
import { AirflowApi, type TaskInstance } from "../../tools/running-stack/airflow-api";
import { allHealthy, inContainer } from "../../tools/running-stack/containers";
import { say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { ownAddress } from "./support/own-address";
import { RemoteMachine } from "./support/remote-machine";
import { waits } from "./support/spread";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { dbtDag, spreadDag } from "./support/worker-dags";

/** One worker on the stack's machine and one on another; `npm run test:matrix` has a third machine, and no worker on the stack's. */
const all = process.env.AIRFLOW_DBT_ALL_CHANGES !== undefined;
const password = "of-the-admin-user";
let machines: RemoteMachine[] = [];
let stack: TestStack;
let api: AirflowApi;

beforeAll(async () => {
    machines = [await RemoteMachine.start(0), ...(all ? [await RemoteMachine.start(1)] : [])];
    for (const machine of machines) {
        for (const image of BASE_IMAGES) {
            await machine.bring(image);
        }
    }
    const dags = { spread: spreadDag, dbt_there: dbtDag };
    ({ stack } = await stackOfCopy("far", dags, { tls: true, address: await ownAddress() }));
    await stack.setSecret("adminPassword", password);
    const [far, other] = machines;
    await set(0, { name: "far", docker: far.dockerHost, concurrency: "4", dbt: "true" });
    await set(0, { "queues[0]": "default", "queues[1]": "far" });
    await set(1, { name: "near", "queues[0]": "default", concurrency: "4", ...(all && { docker: other.dockerHost }) });
}, 300_000);

afterAll(async () => {
    await leaveCopy(stack);
    await Promise.all(machines.map((machine) => machine.remove()));
}, 300_000);

async function set(index: number, worker: Record<string, string>): Promise<void> {
    for (const [field, value] of Object.entries(worker)) {
        await stack.setPath(`workers[${index}].${field}`, value);
    }
}

test("what the other machine cannot reach is refused before anything changes: mounted code, and the stack's own Postgres", async () => {
    const { code, output: printed } = await stack.pulumi(["preview"]);
    expect(code).not.toBe(0);
    expect(printed).toMatch(/code: worker far is on another machine[^]*pulumi config set code baked/);
    expect(printed).toMatch(/workers: worker far has dbt, and its machine does not reach the warehouse/);
});

test("one update brings up all machines, each with the containers that it is to have", async () => {
    await stack.set({
        code: "baked",
        warehouse: "bigquery",
        bigqueryProject: "my-project",
        bigqueryCredentials: "none",
    });
    await stack.up();
    await allHealthy(stack);
    const names = await machines[0].docker(["ps", "--all", "--format", "{{.Names}}"]);
    expect(names.split("\n").sort()).toEqual([`airflow-worker-far-${stack.suffix}`, `dbt-${stack.suffix}`]);
    expect(await machines[0].docker(["ps", "--format", "{{.Ports}}"])).not.toContain("->");
    api = (await AirflowApi.login(stack, password)) as AirflowApi;
}, 1_800_000);

test("tasks run on both, through TLS alone, and their logs are shown", async () => {
    const run = await api.trigger("spread", { seconds: 2, count: 24 });
    expect(await api.ended("spread", run)).toBe("success");
    const tasks = await waits(api, run);
    expect(new Set(tasks.map(({ hostname }) => hostname))).toEqual(new Set(["far", "near"]));
    const far = tasks.find(({ hostname }) => hostname === "far") as TaskInstance;
    expect(await api.log("spread", run, far)).toMatch(/begins[^]*ends/);
    const variables = await machines[0].docker(["exec", `airflow-worker-far-${stack.suffix}`, "env"]);
    expect(variables).toContain(`AIRFLOW__EDGE__API_URL=${stack.airflowUrl}/edge_worker/v1/rpcapi`);
    expect(variables).toContain(`AIRFLOW__CORE__EXECUTION_API_SERVER_URL=${stack.airflowUrl}/execution/`);
}, 300_000);

test("a task there finds dbt on its own machine under the name that DAGs know", async () => {
    expect(await api.ended("dbt_there", await api.trigger("dbt_there"))).toBe("success");
    await machines[0].docker(["exec", `dbt-${stack.suffix}`, "test", "-e", "/var/lib/dbt/was-here"]);
    await expect(inContainer(stack, "dbt", "test", "-e", "/var/lib/dbt/was-here")).rejects.toThrow();
}, 300_000);

test("a machine that is cut off loses no task: another one has ended it within 60 s, and the worker comes back", async () => {
    const run = await api.trigger("spread", { seconds: 5, count: 8 });
    await waitFor("tasks on both machines", 60, async () => {
        const running = (await waits(api, run)).filter(({ state }) => state === "running");
        return new Set(running.map(({ hostname }) => hostname)).size === 2 ? true : undefined;
    });
    await machines[0].setNetwork("down");
    const began = Date.now();
    try {
        expect(await api.ended("spread", run, 60)).toBe("success");
        say(`all were done ${((Date.now() - began) / 1000).toFixed(1)} s after the machine was cut off`);
        expect((await waits(api, run)).map(({ hostname }) => hostname)).not.toContain("far");
    } finally {
        await machines[0].setNetwork("up");
    }
    await waitFor("the machine to take tasks again", 120, async () => {
        const next = await api.trigger("spread", { seconds: 1, count: 8 });
        expect(await api.ended("spread", next)).toBe("success");
        return (await waits(api, next)).some(({ hostname }) => hostname === "far") ? true : undefined;
    });
}, 600_000);

test("npm run logs finds the log of a worker on any machine, and says what there is", async () => {
    const lines = (await stack.expectNpm("logs", "worker-far", "--tail", "5")).split("\n");
    expect(lines.filter((line) => line !== "").length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(5);
    const there = await machines[0].docker(["logs", `airflow-worker-far-${stack.suffix}`]);
    expect(there).toContain(lines[0]);
    expect(await stack.npm("logs", "none")).toMatchObject({
        code: 1,
        output: expect.stringMatching(/It has: airflow-apiserver, .*airflow-worker-far/) as string,
    });
});

test("npm stop leaves nothing running on any machine, and npm start brings all back", async () => {
    expect(await stack.expectNpm("stop")).toContain("its data is kept");
    expect(await machines[0].docker(["ps", "--quiet"])).toBe("");
    expect(await stack.docker(["ps", "--quiet", "--filter", `name=-${stack.suffix}$`])).toBe("");
    expect(await stack.expectNpm("start")).toContain(`containers on ${machines[0].dockerHost} that were stopped`);
    const there = await machines[0].docker(["ps", "--filter", "health=healthy", "--format", "{{.Names}}"]);
    expect(there.split("\n").sort()).toEqual([`airflow-worker-far-${stack.suffix}`, `dbt-${stack.suffix}`]);
    await allHealthy(stack, 1);
}, 300_000);

test("the next update changes nothing, on any machine", async () => {
    await stack.up("--expect-no-changes", "--refresh");
}, 300_000);

test("a machine that is no longer in the setting has nothing left of the stack", async () => {
    await stack.expectPulumi(["config", "rm", "--path", "workers[0]"]);
    await stack.up();
    expect(await machines[0].docker(["ps", "--all", "--quiet"])).toBe("");
    expect(await machines[0].docker(["volume", "ls", "--quiet"])).toBe("");
    expect(await machines[0].docker(["network", "ls", "--quiet", "--filter", "type=custom"])).toBe("");
    const images = await machines[0].docker(["images", "--format", "{{.Repository}}"]);
    expect(images.split("\n").filter((name) => name.includes(stack.suffix))).toEqual([]);
}, 600_000);
