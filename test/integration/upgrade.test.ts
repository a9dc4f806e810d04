import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, containersOf, inContainer, replaced, sql } from "../../tools/running-stack/containers";
import { type CheckoutCopy } from "../../tools/running-stack/checkout-copy";
import { lockAirflow } from "../../tools/engine/lock-airflow";
import { output, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { currentKey, opens, tokens } from "./support/fernet";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";

/**
 * The Airflow that is upgraded from, for example `3.2`, the newest 3.2.x: this builds a second image, which takes minutes. Default: this checkout's own,
 * in a database that lacks the tables of a provider, as one of an older image would.
 *
 *     AIRFLOW_DBT_UPGRADE_FROM=3.2 npx jest --selectProjects integration test/integration/upgrade.test.ts
 */
const from = process.env.AIRFLOW_DBT_UPGRADE_FROM;

const slow = `
import time

from airflow.sdk import DAG, task

with DAG("slow", schedule=None, params={"seconds": 0}, is_paused_upon_creation=False):

    @task(retries=1)
    def wait(**context):
        time.sleep(context["params"]["seconds"])

    wait()
`;

const checkout = process.cwd();
const services = ["airflow-apiserver", "airflow-dag-processor", "airflow-scheduler", "airflow-triggerer"];
const edge = "drop table if exists edge_worker, edge_job, edge_logs, alembic_version_edge3 cascade";
let copy: CheckoutCopy;
let stack: TestStack;
let history: string;

/** Gives the image another content, as a new version of whatever is in it would. */
const changeImage = () => appendFileSync(join(copy.folder, "images/airflow/bin/healthy"), `# ${Date.now()}\n`);

const airflowSql = (query: string) => sql(stack, "airflow", query);

const failedUp = async () => {
    const ended = await stack.pulumi(["up", "--yes", "--skip-preview"]);
    expect(ended.code).not.toBe(0);
    return ended.output;
};

/** That nothing of before is lost, and that Airflow itself reads it. */
async function expectNothingLost(): Promise<void> {
    await allHealthy(stack);
    const api = await AirflowApi.loggedIn(stack);
    expect(await api.get("/connections/register")).toMatchObject({ host: "register.example.com" });
    expect(await api.get("/variables/register")).toMatchObject({ value: "of the customers" });
    expect(await api.get(`/dags/slow/dagRuns/${encodeURIComponent(history)}`)).toMatchObject({ state: "success" });
    const key = await currentKey(stack);
    expect((await tokens(stack)).filter((token) => !opens(key, token))).toEqual([]);
}

beforeAll(async () => {
    ({ copy, stack } = await stackOfCopy("upgrade", { slow }));
    if (from !== undefined) {
        await lockAirflow(join(copy.folder, "airflow"), from);
    }
    await stack.up();
    await allHealthy(stack);
    const api = await AirflowApi.loggedIn(stack);
    const connection = {
        connection_id: "register",
        conn_type: "http",
        host: "register.example.com",
        password: "hidden",
    };
    expect(await api.status("POST", "/connections", connection)).toBe(201);
    expect(await api.status("POST", "/variables", { key: "register", value: "of the customers" })).toBe(201);
    history = await api.trigger("slow");
    expect(await api.ended("slow", history)).toBe("success");
}, 1_800_000);

afterAll(() => leaveCopy(stack));

test("waits for a running task, dumps, migrates, and loses nothing", async () => {
    if (from === undefined) {
        await airflowSql(edge);
        changeImage();
    } else {
        for (const file of ["airflow/pyproject.toml", "airflow/uv.lock"]) {
            writeFileSync(join(copy.folder, file), readFileSync(join(checkout, file)));
        }
    }
    const before = await containersOf(stack);
    const api = await AirflowApi.loggedIn(stack);
    const run = await api.trigger("slow", { seconds: from === undefined ? 45 : 400 });
    await waitFor("the task to run", 60, async () =>
        (await api.tasks("slow", run)).some((task) => task.state === "running") ? true : undefined,
    );
    const printed = await stack.up();
    expect(printed).toMatch(/airflow-init-\S+ needs the services to stop: .* migrated/);
    expect(printed).toMatch(/waiting for 1 running task: slow\.wait \(\d+ s\)/);
    expect(printed).toMatch(/dumped the database to airflow-\w+\.dump/);

    await expectNothingLost();
    expect(replaced(before, await containersOf(stack))).toEqual(expect.arrayContaining(services));
    const after = await AirflowApi.loggedIn(stack);
    expect(await after.ended("slow", run)).toBe("success");
    expect(await after.tasks("slow", run)).toMatchObject([{ state: "success", try_number: 1 }]);
    expect(await airflowSql("select count(*) from alembic_version_edge3")).toBe("1");
    await stack.up("--expect-no-changes");
}, 1_800_000);

test("leaves the services running where there is nothing to migrate", async () => {
    const { StartedAt } = (await container(stack, "airflow-scheduler")).State;
    await stack.setSecret("adminPassword", "another password");
    expect(await stack.up()).not.toMatch(/needs the services to stop/);
    expect((await container(stack, "airflow-scheduler")).State.StartedAt).toBe(StartedAt);
    await stack.set({ adminPassword: "airflow" });
    await stack.up();
}, 600_000);

test("starts the former services again if a migration fails without having changed anything", async () => {
    const head = await airflowSql("select version_num from alembic_version");
    // The column that this migration adds is there.
    await airflowSql("update alembic_version set version_num = '9ff64e1c35d3'");
    const before = await containersOf(stack);
    changeImage();
    const printed = await failedUp();
    expect(printed).toMatch(/the migration failed: DuplicateColumn/);
    expect(printed).toMatch(/The database is as it was before\./);
    expect(printed).toMatch(/Started again: .*airflow-scheduler/);
    expect(replaced(before, await containersOf(stack))).toEqual(["airflow-init"]);
    await expectNothingLost();

    await airflowSql(`update alembic_version set version_num = '${head}'`);
    await stack.up();
    await expectNothingLost();
}, 900_000);

test("says how to go back and how to go on if a migration fails halfway, and both work", async () => {
    // Tables that the provider takes for its own, without what they need.
    await airflowSql(`${edge}; create table edge_worker (x int); alter table edge_worker owner to airflow`);
    const before = await containersOf(stack);
    changeImage();
    const printed = await failedUp();
    expect(printed).toMatch(/the migration failed: /);
    expect(printed).toMatch(/Still stopped: .*airflow-scheduler/);
    for (const role of services) {
        expect((await container(stack, role)).State.Status).toBe("exited");
    }
    expect(replaced(before, await containersOf(stack))).toEqual(["airflow-init"]);

    const commands = [...printed.matchAll(/^\s*[12]\. (.*docker .*)$/gm)].slice(0, 2).map(([, command]) => command);
    expect(commands).toHaveLength(2);
    await output("sh", ["-c", commands[0]]);
    expect(await airflowSql("select to_regclass('alembic_version_edge3') is null")).toBe("t");
    await output("sh", ["-c", commands[1]]);
    await expectNothingLost();

    await airflowSql("drop table edge_worker");
    await stack.up();
    await expectNothingLost();
    expect(replaced(before, await containersOf(stack))).toEqual(expect.arrayContaining(services));
}, 900_000);

test("goes on after an update was killed while the services stopped, with a new Fernet key at the same time", async () => {
    const former = await currentKey(stack);
    await airflowSql(edge);
    changeImage();
    await stack.setPath("generations.fernetKey", 2);
    const update = stack.start(["up", "--yes", "--skip-preview"]);
    await waitFor("the scheduler to stop", 300, async () =>
        (await container(stack, "airflow-scheduler")).State.Status === "exited" ? true : undefined,
    );
    await update.kill();
    await stack.expectPulumi(["cancel", "--yes"]);

    await stack.up();
    await expectNothingLost();
    expect(await currentKey(stack)).not.toBe(former);
    expect(await inContainer(stack, "airflow-scheduler", "airflow", "variables", "get", "register")).toContain(
        "of the customers",
    );
}, 900_000);
