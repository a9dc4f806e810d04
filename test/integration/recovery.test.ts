import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, containersOf, replaced, services } from "../../tools/running-stack/containers";
import { output, waitFor } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

const all = [
    "postgres",
    "airflow-apiserver",
    "airflow-scheduler",
    "airflow-dag-processor",
    "airflow-triggerer",
    "airflow-maintenance",
    "dbt",
    "dbt-docs",
];

describe("a service whose main process is killed comes back healthy by itself", () => {
    test.each(all)("%s", async (role) => {
        const before = await container(stack, role);
        process.kill(before.State.Pid, "SIGKILL");
        await waitFor(`${role} to be started again`, 30, async () => {
            const now = await container(stack, role);
            return now.State.StartedAt !== before.State.StartedAt && now.State.Status === "running" ? true : undefined;
        });
        await allHealthy(stack);
        expect((await container(stack, role)).Id).toBe(before.Id);
    });

    test("and those are all services there are", async () => {
        expect((await services(stack)).sort()).toEqual([...all].sort());
    });
});

describe("what is changed by hand is put right by the next update that looks", () => {
    test.each([
        ["removed", "dbt-docs", ["rm", "--force"]],
        ["removed", "postgres", ["rm", "--force"]],
        ["removed", "airflow-scheduler", ["rm", "--force"]],
        ["stopped", "airflow-triggerer", ["stop"]],
        ["stopped", "postgres", ["stop"]],
    ])("a container that was %s: %s", async (_what, role, command) => {
        const before = await containersOf(stack);
        await output("docker", [...command, (await container(stack, role)).Id]);
        await stack.up("--refresh");
        await allHealthy(stack);
        // A stopped one is started again, a removed one is made again; all others stay.
        expect(replaced(before, await containersOf(stack)).filter((each) => each !== role)).toEqual([]);
        expect((await container(stack, role)).State.Status).toBe("running");
        expect(await AirflowApi.login(stack)).toBeDefined();
    });

    test("a job's container that was removed runs again", async () => {
        const before = await containersOf(stack);
        await output("docker", ["rm", (await container(stack, "init-airflow-dbt-ssh-connections")).Id]);
        await stack.up("--refresh");
        expect(replaced(before, await containersOf(stack))).toEqual(["init-airflow-dbt-ssh-connections"]);
        expect((await container(stack, "init-airflow-dbt-ssh-connections")).State.Status).toBe("exited");
    });
});

describe("a scheduler killed in the middle of a task", () => {
    test("has the task done within a minute more", async () => {
        const api = await AirflowApi.loggedIn(stack);
        expect(await api.ended("flights", await api.trigger("flights"))).toBe("success");
        const id = await api.trigger("dbt_run");
        await waitFor("the task to run", 60, async () =>
            (await api.tasks("dbt_run", id)).some((task) => task.state === "running") ? true : undefined,
        );
        process.kill((await container(stack, "airflow-scheduler")).State.Pid, "SIGKILL");
        expect(await api.ended("dbt_run", id, 65)).toBe("success");
        await allHealthy(stack);
    });
});

test("npm stop keeps the data, and starting brings all back", async () => {
    const running = async (kind: string) =>
        [...(await containersOf(stack)).values()].filter((each) => each.Config.Labels["airflow-dbt.kind"] === kind);
    try {
        const began = Date.now();
        const stopped = await stack.npm("stop");
        expect(stopped).toMatchObject({ code: 0, output: expect.stringContaining("its data is kept") as string });
        expect((await running("service")).filter((each) => each.State.Status === "running")).toEqual([]);
        expect((Date.now() - began) / 1000).toBeLessThan(10);
    } finally {
        await output("docker", ["start", ...(await running("service")).map((each) => each.Id)]);
        await allHealthy(stack);
    }
    expect(await AirflowApi.login(stack)).toBeDefined();
});
