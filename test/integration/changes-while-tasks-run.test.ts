import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { type CheckoutCopy } from "../../tools/running-stack/checkout-copy";
import { allHealthy, inContainer } from "../../tools/running-stack/containers";
import { say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { Downtime } from "./support/downtime";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { TokenServer } from "./support/token-server";
import { loopDag, workDag } from "./support/work-dag";

/**
 * A task and a dbt command that both run while an update changes something that they need. `npm run test:matrix` tries all changes; by
 * default, these are tried that differ most in what is replaced.
 */
const all = process.env.AIRFLOW_DBT_ALL_CHANGES !== undefined;
const usually = ["the time zone", "the SSH keys"];

const seconds = all ? 60 : 40;
let copy: CheckoutCopy;
let stack: TestStack;

const generation = (name: string) => () => stack.setPath(`generations.${name}`, 2);
/** Gives an image another content, as a new version of whatever is in it would. */
const changeImage = (image: string) => () =>
    Promise.resolve(appendFileSync(join(copy.folder, `images/${image}/bin/healthy`), `# ${Date.now()}\n`));

const changes: Record<string, () => Promise<unknown>> = {
    "the time zone": () => stack.set({ timezone: "Europe/Paris" }),
    "the Fernet key": generation("fernetKey"),
    "the metadata password": generation("metaDatabasePassword"),
    "the analytics password": generation("analyticsPassword"),
    "the superuser's password": generation("postgresPassword"),
    "the JWT secret": generation("jwtSecret"),
    "the API secret key": generation("apiSecretKey"),
    "the SSH keys": generation("sshKeys"),
    "Airflow's image": changeImage("airflow"),
    "dbt's image": changeImage("dbt"),
    "a variable": () => stack.setPath("variables.CRM_URL", "http://crm.example.com"),
};

/** Starts a run, and waits until its task and its dbt command run. */
async function runningWork(api: AirflowApi, dag = "work"): Promise<string> {
    const run = await api.trigger(dag, { seconds });
    await waitFor("both tasks to run", 60, async () => {
        const running = (await api.tasks(dag, run)).filter(({ state }) => state === "running");
        return running.length === 2 ? true : undefined;
    });
    return run;
}

/** Whether the scheduler may start no task. */
async function isPaused(): Promise<boolean> {
    const list = "ls /opt/airflow/logs/.tasks-paused-until 2> /dev/null || true";
    return (await inContainer(stack, "airflow-scheduler", "sh", "-c", list)) !== "";
}

beforeAll(async () => {
    ({ copy, stack } = await stackOfCopy("changes", { work: workDag() }));
    if (all) {
        copy.addDag("loop", loopDag);
        // BigQuery itself is not there to wait for.
        copy.addDag("work_without_query", workDag("work_without_query", "dbt --version && sleep {{ params.seconds }}"));
    }
    await stack.up();
    await allHealthy(stack);
    await waitFor("the DAG", 60, async () =>
        (await (await AirflowApi.loggedIn(stack)).status("GET", "/dags/work")) === 200 ? true : undefined,
    );
}, 1_800_000);

afterAll(() => leaveCopy(stack), 300_000);

const table: string[] = [];

async function expectFirstTry(name: string, change: () => Promise<unknown>, dag = "work"): Promise<void> {
    const api = await AirflowApi.loggedIn(stack);
    const run = await runningWork(api, dag);
    await change();
    const downtime = Downtime.of(`${stack.airflowUrl}/api/v2/monitor/health`);
    const began = Date.now();
    const printed = await stack.up();
    const took = (Date.now() - began) / 1000;
    await allHealthy(stack);
    const down = downtime.end();
    table.push(`| ${name} | ${took.toFixed(0)} s | ${down.toFixed(0)} s |`);
    say(`${name}: update ${took.toFixed(0)} s, UI away ${down.toFixed(1)} s`);

    const after = await AirflowApi.loggedIn(stack);
    expect(await after.ended(dag, run, 120)).toBe("success");
    const tasks = await after.tasks(dag, run);
    expect(tasks.map(({ state, try_number }) => [state, try_number])).toEqual(tasks.map(() => ["success", 1]));
    expect(printed).toMatch(/waiting for \d running tasks: .*work\w*\.dbt \(\d+ s\)/);
    expect(printed).toMatch(/waiting for \d running tasks: .*work\w*\.wait \(\d+ s\)/);
    expect(down).toBeLessThan(all ? 15 : 30);
    // Tasks may start again.
    expect(await isPaused()).toBe(false);
    await stack.up("--expect-no-changes");
}

test.each(Object.entries(changes).filter(([name]) => all || usually.includes(name)))(
    "%s: a running task and a running dbt command end at their first try",
    expectFirstTry,
    900_000,
);

afterAll(() => {
    say(["", "| Change | Update | UI away |", "|---|---:|---:|", ...table].join("\n"));
});

(all ? test : test.skip)("the DAG that ran in a loop through all of them has no failed run", async () => {
    const { dag_runs: runs } = await (
        await AirflowApi.loggedIn(stack)
    ).get<{ dag_runs: { state: string }[] }>("/dags/loop/dagRuns?limit=100&order_by=-run_after");
    const states = runs.map(({ state }) => state);
    say(`${states.filter((state) => state === "success").length} runs of the loop succeeded`);
    expect(states.filter((state) => state === "success").length).toBeGreaterThan(10);
    expect(states).not.toContain("failed");
});

(all ? test : test.skip)(
    "the BigQuery key: a running task and a running command in dbt's container end at their first try",
    async () => {
        const tokens = await TokenServer.start();
        const change = () => stack.setSecret("bigqueryCredentials", tokens.newKey("my-project"));
        try {
            await stack.set({ warehouse: "bigquery", bigqueryProject: "my-project" });
            await change();
            await stack.up();
            await allHealthy(stack);
            await expectFirstTry("the BigQuery key", change, "work_without_query");
        } finally {
            for (const setting of ["warehouse", "bigqueryProject", "bigqueryCredentials"]) {
                await stack.unset(setting);
            }
            await stack.up();
            await tokens.stop();
        }
    },
    900_000,
);

test("Ctrl-C while npm start waits for tasks: it ends when they have, and tasks start again at once", async () => {
    const api = await AirflowApi.loggedIn(stack);
    const run = await runningWork(api);
    await stack.set({ timezone: "Asia/Tokyo" });
    const update = stack.startNpm("start");
    await waitFor("the pause", 60, async () => ((await isPaused()) ? true : undefined));
    await update.interrupt();
    expect(await api.ended("work", run, 60)).toBe("success");
    const tries = (await api.tasks("work", run)).map(({ try_number }) => try_number);
    expect(tries).toEqual([1, 1, 1]);
    await stack.up();
    await allHealthy(stack);
}, 600_000);

test("an update that was killed pauses nothing for good: the next one lets tasks start again", async () => {
    await stack.set({ timezone: "UTC" });
    const update = stack.start(["up", "--yes", "--skip-preview"]);
    await waitFor("the pause", 60, async () => ((await isPaused()) ? true : undefined));
    await update.kill();
    await stack.expectPulumi(["cancel", "--yes"]);
    await stack.up();
    await allHealthy(stack);
    const api = await AirflowApi.loggedIn(stack);
    expect(await api.ended("work", await api.trigger("work", { seconds: 0 }), 120)).toBe("success");
}, 600_000);
