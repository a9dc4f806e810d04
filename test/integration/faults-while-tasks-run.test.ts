import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container } from "../../tools/running-stack/containers";
import { say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { workDag } from "./support/work-dag";

/**
 * A service is killed with -9, or cut off, while a task and a dbt command run. `npm run test:matrix` tries all services; by default, the
 * two are tried on which most depends.
 */
const all = process.env.AIRFLOW_DBT_ALL_CHANGES !== undefined;
const usually = ["airflow-apiserver", "postgres"];

/** The services, and the tasks that may need another try when one is killed: those that run in it. */
const services: Record<string, string[]> = {
    "airflow-apiserver": [],
    "airflow-triggerer": [],
    "airflow-dag-processor": [],
    "airflow-scheduler": ["wait", "dbt"],
    dbt: ["dbt"],
    postgres: ["dbt"],
};

const seconds = all ? 60 : 40;
let stack: TestStack;
const table: string[] = [];

/** Starts a run, and waits until its task and its dbt command run. */
async function runningWork(): Promise<{ api: AirflowApi; run: string }> {
    const api = await AirflowApi.loggedIn(stack);
    const run = await api.trigger("work", { seconds });
    await waitFor("both tasks to run", 60, async () => {
        const running = (await api.tasks("work", run)).filter(({ state }) => state === "running");
        return running.length === 2 ? true : undefined;
    });
    return { api, run };
}

/** The run succeeds, and only these tasks may have needed another try. */
async function expectSuccess({ api, run }: { api: AirflowApi; run: string }, retried: string[] = []): Promise<void> {
    expect(await api.ended("work", run, 240)).toBe("success");
    const tries = (await api.tasks("work", run)).map(({ task_id, try_number }) => [task_id, try_number]);
    expect(tries.filter(([id, number]) => number !== 1 && !retried.includes(id as string))).toEqual([]);
}

beforeAll(async () => {
    ({ stack } = await stackOfCopy("faults", { work: workDag() }));
    await stack.up();
    await allHealthy(stack);
}, 1_800_000);

afterAll(async () => {
    await leaveCopy(stack);
    say(["", "| Killed | Healthy again | All done |", "|---|---:|---:|", ...table].join("\n"));
}, 300_000);

test.each(Object.entries(services).filter(([role]) => all || usually.includes(role)))(
    "%s killed with -9: it is healthy within 30 s, and the tasks succeed",
    async (role, retried) => {
        const work = await runningWork();
        const before = await container(stack, role);
        const began = Date.now();
        const passed = () => `${((Date.now() - began) / 1000).toFixed(0)} s`;
        process.kill(before.State.Pid, "SIGKILL");
        await waitFor(`${role} to be healthy again`, 30, async () => {
            const { State: now } = await container(stack, role);
            return now.StartedAt !== before.State.StartedAt && now.Health?.Status === "healthy" ? true : undefined;
        });
        const healthy = passed();
        await expectSuccess(work, retried);
        table.push(`| ${role} | ${healthy} | ${passed()} |`);
        await allHealthy(stack);
    },
    600_000,
);

test("the API server cut off for a minute, in which the tasks end: they succeed at their first try", async () => {
    const work = await runningWork();
    const { Id: id } = await container(stack, "airflow-apiserver");
    await stack.docker(["pause", id]);
    try {
        const end = Date.now() + 60_000;
        await waitFor("the minute to pass", 70, () => Promise.resolve(Date.now() > end ? true : undefined));
    } finally {
        await stack.docker(["unpause", id]);
    }
    await expectSuccess(work);
    await allHealthy(stack);
}, 600_000);
