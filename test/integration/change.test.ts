import { AirflowApi } from "../../tools/running-stack/airflow-api";
import {
    allHealthy,
    container,
    containersOf,
    inContainer,
    replaced,
    replacedBy,
    sql,
} from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const airflow = [
    "airflow-apiserver",
    "airflow-dag-processor",
    "airflow-maintenance",
    "airflow-scheduler",
    "airflow-triggerer",
];

/** A variable where dbt or a task finds it; empty if it is not there. */
const variableOf = (role: string, name: string): Promise<string> =>
    role === "dbt"
        ? inContainer(stack, role, "bash", "-c", `. /etc/dbt/environment.sh; echo "$${name}"`)
        : inContainer(stack, role, "python", "-c", `import os; print(os.environ.get("${name}", ""))`);

// The tests leave their changes in place, since each `up` takes its time; one update puts all of them back.
afterAll(async () => {
    const { dbtDocsPort, postgresPort } = stack.ports;
    await stack.set({ dbtDocsPort, postgresPort, adminPassword: "airflow" });
    for (const setting of ["timezone", "variables", "airflowVariables", "dbtVariables", "airflowCli", "adminUser"]) {
        await stack.unset(setting);
    }
    await stack.up();
    await waitFor("the API server", 60, () => AirflowApi.login(stack).catch(() => undefined));
});

describe("a change replaces only what it concerns", () => {
    test("the time zone: Airflow's services", async () => {
        expect(await replacedBy(stack, () => stack.set({ timezone: "Europe/Paris" }))).toEqual(airflow);
        const timezone = ["airflow", "config", "get-value", "core", "default_timezone"];
        expect(await inContainer(stack, "airflow-scheduler", ...timezone)).toContain("Europe/Paris");
    });

    test("the port of the docs: the docs, and the API server, which links to them", async () => {
        const dbtDocsPort = stack.ports.dbtDocsPort + 1;
        expect(await replacedBy(stack, () => stack.set({ dbtDocsPort }))).toEqual(["airflow-apiserver", "dbt-docs"]);
        expect((await fetch(`http://127.0.0.1:${dbtDocsPort}/healthz`)).status).toBe(200);
    });

    test("the port of Postgres: Postgres, and Airflow finds its data again", async () => {
        const postgresPort = stack.ports.postgresPort + 1;
        expect(await replacedBy(stack, () => stack.set({ postgresPort }))).toEqual(["postgres"]);
        await waitFor("Airflow to reach its database", 60, () => AirflowApi.login(stack).catch(() => undefined));
    });

    test("a connection: the job that writes it, and it can be read until it is unset", async () => {
        const api = await AirflowApi.loggedIn(stack);
        const uri = "postgres://reader:hidden@crm.example.com/customers";
        const set = await replacedBy(stack, () => stack.setSecret("connections.crm", uri));
        expect(set).toEqual(["init-airflow-dbt-ssh-connections"]);
        expect(await api.get("/connections/crm")).toMatchObject({
            host: "crm.example.com",
            login: "reader",
            schema: "customers",
        });
        const unset = await replacedBy(stack, () => stack.unset("connections"));
        expect(unset).toEqual(["init-airflow-dbt-ssh-connections"]);
        expect(await api.status("GET", "/connections/crm")).toBe(404);
    });

    test("a pool: the same job, and the pool goes when it is unset", async () => {
        const api = await AirflowApi.loggedIn(stack);
        const set = await replacedBy(stack, () => stack.setPath("pools.crm", 4));
        expect(set).toEqual(["init-airflow-dbt-ssh-connections"]);
        expect(await api.get("/pools/crm")).toMatchObject({ slots: 4, include_deferred: false });
        expect(await api.get("/pools/default_pool")).toMatchObject({ slots: 128 });
        const unset = await replacedBy(stack, () => stack.unset("pools"));
        expect(unset).toEqual(["init-airflow-dbt-ssh-connections"]);
        expect(await api.status("GET", "/pools/crm")).toBe(404);
    });

    test("an encrypted variable: dbt and what reads DAGs, which find it in their environment; docker inspect does not show it", async () => {
        const value = "of-the-customer-register";
        const roles = await replacedBy(stack, () => stack.setSecret("variables.CRM_TOKEN", value));
        expect(roles).toEqual(["airflow-dag-processor", "airflow-scheduler", "airflow-triggerer", "dbt"]);
        for (const role of ["airflow-dag-processor", "airflow-scheduler", "airflow-triggerer"]) {
            const read = "import os; print(os.environ['CRM_TOKEN'])";
            expect(await inContainer(stack, role, "python", "-c", read)).toBe(value);
        }
        expect(await inContainer(stack, "dbt", "bash", "-c", '. /etc/dbt/environment.sh; echo "$CRM_TOKEN"')).toBe(
            value,
        );
        const all = [...(await containersOf(stack)).values()].map(({ Id }) => Id);
        expect(await stack.docker(["inspect", ...all])).not.toContain(value);
    });

    test("a variable for dbt alone: dbt, and nothing else finds it", async () => {
        expect(await replacedBy(stack, () => stack.setPath("dbtVariables.LEVEL", "debug"))).toEqual(["dbt"]);
        expect(await variableOf("dbt", "LEVEL")).toBe("debug");
        expect(await variableOf("airflow-scheduler", "LEVEL")).toBe("");
    });

    test("variables for Airflow alone: its services; of an option its jobs as well, which read it", async () => {
        const option = "AIRFLOW__CORE__DEFAULT_POOL_TASK_SLOT_COUNT";
        const pool = "slot_pool where pool = 'default_pool'";
        // The job that migrates makes it again.
        await sql(stack, "airflow", `delete from ${pool}`);
        const roles = await replacedBy(stack, async () => {
            await stack.setSecret(`airflowVariables.${option}`, "77");
            await stack.setPath("airflowVariables.LEVEL", "info");
        });
        expect(roles).toEqual([...airflow, "airflow-init", "init-airflow-dbt-ssh-connections"].sort());
        expect(await sql(stack, "airflow", `select slots from ${pool}`)).toBe("77");
        await sql(stack, "airflow", "update slot_pool set slots = 128 where pool = 'default_pool'");
        expect(await variableOf("airflow-scheduler", "LEVEL")).toBe("info");
        expect([await variableOf("dbt", "LEVEL"), await variableOf("dbt", option)]).toEqual(["debug", ""]);
        const { Id: job } = await container(stack, "airflow-init");
        expect(await stack.docker(["cp", `${job}:/run/secrets/variables.env`, "-"])).not.toContain("LEVEL");
    });

    test("the container for commands: itself", async () => {
        expect(await replacedBy(stack, () => stack.set({ airflowCli: true }))).toEqual(["airflow-cli"]);
        expect(await inContainer(stack, "airflow-cli", "airflow", "version")).toMatch(/^3\./);
    });

    test("an edited DAG or model: nothing", async () => {
        // The folders are mounted: an edit is live, and the fingerprint of the image leaves them out.
        expect((await container(stack, "airflow-scheduler")).Mounts).toEqual(
            expect.arrayContaining([expect.objectContaining({ Destination: "/opt/airflow/dags", RW: false })]),
        );
        expect((await container(stack, "dbt")).Mounts).toEqual(
            expect.arrayContaining([expect.objectContaining({ Destination: "/usr/app", RW: false })]),
        );
    });

    test("the admin user's password: the job that sets it runs, and the new password works", async () => {
        const roles = await replacedBy(stack, () => stack.setSecret("adminPassword", "another password"));
        expect(roles).toEqual(["airflow-init"]);
        expect(await AirflowApi.login(stack, "another password")).toBeDefined();
        expect(await AirflowApi.login(stack, "airflow")).toBeUndefined();
    });
});

describe("a job that fails", () => {
    const forbid = () => sql(stack, "postgres", "alter role airflow nologin");
    const allow = () => sql(stack, "postgres", "alter role airflow login");

    test("fails the update with the end of its log, holds back what depends on it, and runs again at the next", async () => {
        const before = await containersOf(stack);
        await forbid();
        await stack.set({ adminUser: "captain", adminPassword: "airflow", timezone: "Europe/Berlin" });
        try {
            const failed = await stack.pulumi(["up", "--yes", "--skip-preview"]);
            expect(failed.code).not.toBe(0);
            expect(failed.output).toMatch(/airflow-init-\S+ ended with exit code 1. The end of its log:/);
            expect(failed.output).toContain("not permitted to log in");
            expect(replaced(before, await containersOf(stack))).toEqual(["airflow-init"]);
        } finally {
            await allow();
        }
        await stack.up();
        await allHealthy(stack);
        const cli = before.has("airflow-cli") ? ["airflow-cli"] : [];
        expect(replaced(before, await containersOf(stack))).toEqual(["airflow-init", ...airflow, ...cli].sort());
        expect(await AirflowApi.login(stack, "airflow", "captain")).toBeDefined();
    });
});
