import { cpSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi, type TaskInstance } from "../../tools/running-stack/airflow-api";
import { allHealthy, containersOf, inContainer } from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { StorageServer } from "./support/storage-server";
import { TokenServer } from "./support/token-server";

describe("task logs in a bucket", () => {
    const keyFile = "/run/secrets/remote_logs_key.json";
    let tokens: TokenServer;
    let storage: StorageServer;
    let stack: TestStack;
    let api: AirflowApi;
    let key: string;
    /** A task whose log is no longer on the volume. */
    let onlyInBucket: { run: string; task: TaskInstance };

    beforeAll(async () => {
        const made = await stackOfCopy("remote-logs");
        stack = made.stack;
        cpSync(join(__dirname, "support/airflow-code"), join(made.copy.folder, "airflow"), { recursive: true });
        tokens = await TokenServer.start();
        storage = await StorageServer.start("my-logs", (token) => tokens.issued.has(token));
        key = tokens.newKey("my-project");
        await stack.set({ remoteLogs: "gs://my-logs/airflow" });
        await stack.setSecret("remoteLogsCredentials", key);
        await stack.setPath("variables.STORAGE_EMULATOR_HOST", storage.url);
        await stack.up();
        await allHealthy(stack);
        api = await AirflowApi.loggedIn(stack);
    }, 1_800_000);
    afterAll(async () => {
        await leaveCopy(stack);
        await storage.stop();
        await tokens.stop();
    }, 120_000);

    /** Runs a DAG of one task to its end, and gives where the task's log is, below the folder of all logs. */
    const ran = async (dag: string): Promise<{ run: string; task: TaskInstance; log: string }> => {
        const run = await api.trigger(dag);
        expect(await api.ended(dag, run)).toBe("success");
        const [task] = await api.tasks(dag, run);
        const log = `dag_id=${dag}/run_id=${run}/task_id=${task.task_id}/attempt=${task.try_number}.log`;
        return { run, task, log };
    };
    const object = (name: string) => storage.objects.get(`airflow/${name}`);
    const sizeOnVolume = (log: string) =>
        inContainer(stack, "airflow-apiserver", "stat", "-c", "%s", `/opt/airflow/logs/${log}`);

    test("the key is a file of those containers that write or show logs", async () => {
        for (const role of ["airflow-apiserver", "airflow-scheduler", "airflow-triggerer"]) {
            expect(await inContainer(stack, role, "cat", keyFile)).toBe(key);
            expect(await inContainer(stack, role, "stat", "-c", "%a %u:%g", keyFile)).toBe("440 0:0");
        }
        for (const role of ["airflow-dag-processor", "dbt", "dbt-docs", "postgres"]) {
            expect(await inContainer(stack, role, "sh", "-c", `ls ${keyFile} 2>/dev/null || true`)).toBe("");
        }
        const ids = [...(await containersOf(stack)).values()].map(({ Id }) => Id);
        const { private_key: secret } = JSON.parse(key) as { private_key: string };
        expect(await stack.docker(["inspect", ...ids])).not.toContain(secret.split("\n")[3]);
    });

    test("a task's log gets there, and is shown without the volume's", async () => {
        const { run, task, log } = await ran("plugin");
        await waitFor("the log in the bucket", 60, () => Promise.resolve(object(log)));
        expect(object(log)).toContain("HELLO!");
        expect(await sizeOnVolume(log)).toBe("0");
        await inContainer(stack, "airflow-scheduler", "rm", "-r", "/opt/airflow/logs/dag_id=plugin");
        onlyInBucket = { run, task };
        const shown = await api.log("plugin", run, task);
        expect(shown).toContain("HELLO!");
        expect(shown).toContain(`gs://my-logs/airflow/${log}`);
    });

    test("so does the log of a trigger", async () => {
        const { run, task, log } = await ran("deferrable");
        const trigger = await waitFor("the trigger's log in the bucket", 60, () =>
            Promise.resolve([...storage.objects.keys()].find((name) => name.startsWith(`airflow/${log}.trigger.`))),
        );
        // A task has succeeded before its log is there.
        await waitFor("the task's log in the bucket", 60, () => Promise.resolve(object(log)));
        const shown = await api.log("deferrable", run, task);
        expect(shown).toContain(`gs://my-logs/${trigger}`);
        expect(shown).toContain("Pausing task as DEFERRED");
    });

    describe("while nothing answers there", () => {
        let ofBash: Awaited<ReturnType<typeof ran>>;

        beforeAll(() => storage.stop());
        afterAll(() => storage.resume());

        test("tasks succeed, and their logs stay on the volume, from where they are shown", async () => {
            ofBash = await ran("plugin");
            const { run, task, log } = ofBash;
            expect(Number(await sizeOnVolume(log))).toBeGreaterThan(0);
            const shown = await api.log("plugin", run, task);
            expect(shown).toContain("HELLO!");
            expect(shown).toContain("The bucket my-logs cannot be used: ");
            const scheduler = `airflow-scheduler-${stack.suffix}`;
            await waitFor("the scheduler to say so", 60, async () =>
                (await stack.docker(["logs", scheduler])).includes(`The log ${log} stays on the log volume.`)
                    ? true
                    : undefined,
            );
        });

        test("deferred tasks succeed as well", async () => {
            const { run, task } = await ran("deferrable");
            expect(await api.log("deferrable", run, task)).toContain("Pausing task as DEFERRED");
        });

        test("logs that are only there cannot be shown, but the page says why", async () => {
            const shown = await api.log("plugin", onlyInBucket.run, onlyInBucket.task);
            expect(shown).toContain("The bucket my-logs cannot be used: ");
            expect(shown).not.toContain("HELLO!");
        });

        test("a log that stayed on the volume is shown from there later on", async () => {
            await storage.resume();
            const { run, task, log } = ofBash;
            const shown = await api.log("plugin", run, task);
            expect(shown).toContain("HELLO!");
            expect(shown).not.toContain("cannot be used");
            expect(object(log)).toBeUndefined();
        });
    });
});
