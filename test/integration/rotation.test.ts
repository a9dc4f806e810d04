import { Client } from "pg";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { inContainer, replacedBy } from "../../tools/running-stack/containers";
import { say } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const programs = ["airflow-apiserver", "airflow-dag-processor", "airflow-scheduler", "airflow-triggerer"];
const connections = "init-airflow-dbt-ssh-connections";

/** Whether Postgres accepts a login. */
async function logsIn(user: string, password: string, database: string): Promise<boolean> {
    const client = new Client({ host: "127.0.0.1", port: stack.ports.postgresPort, user, password, database });
    try {
        await client.connect();
        await client.end();
        return true;
    } catch (error) {
        if ((error as { code?: string }).code === "28P01") {
            return false;
        }
        throw error;
    }
}

/** A file of secrets in a container. */
const secretFile = (role: string, name: string) => inContainer(stack, role, "cat", `/run/secrets/${name}`);

const metadataPassword = async () => new URL(await secretFile("airflow-scheduler", "sql_alchemy_conn")).password;

const analyticsPassword = async () =>
    /^LOCAL_ANALYTICS_POSTGRES_PASSWORD=(.*)$/m.exec(await secretFile("dbt", "dbt.env"))?.[1] ?? "";

/** That tasks run: one over SSH to dbt, which then reaches the analytics database. */
async function expectDbtRuns(): Promise<void> {
    const api = await AirflowApi.loggedIn(stack);
    expect(await api.ended("flights", await api.trigger("flights"))).toBe("success");
}

describe("the password of Airflow's database", () => {
    test.each([
        ["given", () => stack.setSecret("metaDatabasePassword", "given by a person")],
        [
            "a new generation",
            async () => [
                await stack.unset("metaDatabasePassword"),
                await stack.setPath("generations.metaDatabasePassword", 2),
            ],
        ],
    ])("%s: logins use it, and the former one is refused", async (_what, change) => {
        const former = await metadataPassword();
        expect(await replacedBy(stack, change)).toEqual(
            [...programs, "airflow-init", "airflow-maintenance", connections].sort(),
        );
        const password = await metadataPassword();
        expect(password).not.toBe(former);
        expect(await logsIn("airflow", decodeURIComponent(password), "airflow")).toBe(true);
        expect(await logsIn("airflow", decodeURIComponent(former), "airflow")).toBe(false);
        expect(await AirflowApi.login(stack)).toBeDefined();
    });
});

describe("the password of the analytics database", () => {
    test.each([
        ["given", () => stack.setSecret("analyticsPassword", "given by a person")],
        [
            "a new generation",
            async () => [
                await stack.unset("analyticsPassword"),
                await stack.setPath("generations.analyticsPassword", 2),
            ],
        ],
    ])("%s: dbt and Airflow's connection use it, and the former one is refused", async (_what, change) => {
        const former = await analyticsPassword();
        expect(await replacedBy(stack, change)).toEqual([
            "airflow-dag-processor",
            "airflow-maintenance",
            "airflow-scheduler",
            "airflow-triggerer",
            "dbt",
            connections,
        ]);
        const password = await analyticsPassword();
        expect(password).not.toBe(former);
        expect(await logsIn("analytics", password, "analytics")).toBe(true);
        expect(await logsIn("analytics", former, "analytics")).toBe(false);
        await expectDbtRuns();
    });
});

describe("a secret that only the stack itself knows", () => {
    test("the superuser of the embedded server", async () => {
        const former = (await secretFile("postgres", "postgres_password")).trim();
        expect(await replacedBy(stack, () => stack.setPath("generations.postgresPassword", 2))).toEqual(["postgres"]);
        const password = (await secretFile("postgres", "postgres_password")).trim();
        expect(await logsIn("postgres", password, "postgres")).toBe(true);
        expect(await logsIn("postgres", former, "postgres")).toBe(false);
    });

    test("the key pairs between Airflow and dbt, after which tasks still reach dbt", async () => {
        const former = await secretFile("dbt", "authorized_keys");
        expect(await replacedBy(stack, () => stack.setPath("generations.sshKeys", 2))).toEqual(["dbt", connections]);
        expect(await secretFile("dbt", "authorized_keys")).not.toBe(former);
        await expectDbtRuns();
    });

    test("the key that signs tokens: one of before is refused", async () => {
        const before = await AirflowApi.loggedIn(stack);
        expect(await before.status("GET", "/connections")).toBe(200);
        expect(await replacedBy(stack, () => stack.setPath("generations.jwtSecret", 2))).toEqual([
            "airflow-apiserver",
            "airflow-scheduler",
        ]);
        expect(await before.status("GET", "/connections")).toBe(403);
        await expectDbtRuns();
    });

    test("the key that signs sessions", async () => {
        const former = await secretFile("airflow-apiserver", "api_secret_key");
        expect(await replacedBy(stack, () => stack.setPath("generations.apiSecretKey", 2))).toEqual([
            "airflow-apiserver",
        ]);
        expect(await secretFile("airflow-apiserver", "api_secret_key")).not.toBe(former);
    });

    test("the admin user's password", async () => {
        await stack.unset("adminPassword");
        try {
            expect(await replacedBy(stack, () => Promise.resolve())).toEqual(["airflow-init"]);
            const former = await generatedPassword();
            expect(await replacedBy(stack, () => stack.setPath("generations.adminPassword", 2))).toEqual([
                "airflow-init",
            ]);
            expect(await AirflowApi.login(stack, await generatedPassword())).toBeDefined();
            expect(await AirflowApi.login(stack, former)).toBeUndefined();
        } finally {
            say("the password that other tests know");
            await stack.set({ adminPassword: "airflow" });
            await stack.up();
        }
        expect(await AirflowApi.login(stack)).toBeDefined();
    });
});

const generatedPassword = () => stack.expectPulumi(["stack", "output", "adminPassword", "--show-secrets"]);
