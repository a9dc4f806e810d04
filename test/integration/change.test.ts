import { AirflowApi } from "../../tools/running-stack/airflow-api";
import {
    allHealthy,
    container,
    containersOf,
    inContainer,
    replaced,
    replacedBy as replacedByUpdate,
    sql,
} from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { TestStack } from "../../tools/running-stack/test-stack";

const stack = TestStack.shared();
const airflow = ["airflow-apiserver", "airflow-dag-processor", "airflow-scheduler", "airflow-triggerer"];

/** Applies a change, tells which containers were replaced, and puts the setting back. */
async function replacedBy(
    change: () => Promise<unknown>,
    look: () => Promise<void>,
    putBack: () => Promise<unknown>,
): Promise<string[]> {
    try {
        const roles = await replacedByUpdate(stack, change);
        await look();
        return roles;
    } finally {
        await putBack();
        await stack.up();
    }
}

describe("a change replaces only what it concerns", () => {
    test("the time zone: Airflow's services", async () => {
        const roles = await replacedBy(
            () => stack.set({ timezone: "Europe/Paris" }),
            async () => {
                expect(
                    await inContainer(
                        stack,
                        "airflow-scheduler",
                        "airflow",
                        "config",
                        "get-value",
                        "core",
                        "default_timezone",
                    ),
                ).toContain("Europe/Paris");
            },
            () => stack.unset("timezone"),
        );
        expect(roles).toEqual(airflow);
    });

    test("the port of the docs: the docs", async () => {
        const { dbtDocsPort } = stack.ports;
        const roles = await replacedBy(
            () => stack.set({ dbtDocsPort: dbtDocsPort + 1 }),
            async () => {
                expect((await fetch(`http://127.0.0.1:${dbtDocsPort + 1}/healthz`)).status).toBe(200);
            },
            () => stack.set({ dbtDocsPort }),
        );
        expect(roles).toEqual(["dbt-docs"]);
    });

    test("the port of Postgres: Postgres, and Airflow finds its data again", async () => {
        const { postgresPort } = stack.ports;
        const roles = await replacedBy(
            () => stack.set({ postgresPort: postgresPort + 1 }),
            async () => {
                await waitFor("Airflow to reach its database", 60, () =>
                    AirflowApi.login(stack).catch(() => undefined),
                );
            },
            () => stack.set({ postgresPort }),
        );
        expect(roles).toEqual(["postgres"]);
    });

    test("the admin user's password: the job that sets it, and the new one is in force", async () => {
        const roles = await replacedBy(
            () => stack.setSecret("adminPassword", "another password"),
            async () => {
                expect(await AirflowApi.login(stack, "another password")).toBeDefined();
                expect(await AirflowApi.login(stack, "airflow")).toBeUndefined();
            },
            () => stack.set({ adminPassword: "airflow" }),
        );
        expect(roles).toEqual(["airflow-init"]);
        expect(await AirflowApi.login(stack, "airflow")).toBeDefined();
    });

    test("a connection: the job that writes it, and it can be read", async () => {
        const api = await AirflowApi.loggedIn(stack);
        const roles = await replacedBy(
            () => stack.setSecret("connections.crm", "postgres://reader:hidden@crm.example.com/customers"),
            async () => {
                expect(await api.get("/connections/crm")).toMatchObject({
                    host: "crm.example.com",
                    login: "reader",
                    schema: "customers",
                });
            },
            () => stack.unset("connections"),
        );
        expect(roles).toEqual(["init-airflow-dbt-ssh-connections"]);
        expect(await api.status("GET", "/connections/crm")).toBe(404);
    });

    test("a variable that is encrypted: what reads DAGs, and dbt, which find it in their environment; docker inspect shows it nowhere", async () => {
        const roles = await replacedBy(
            () => stack.setSecret("variables.CRM_TOKEN", "of-the-customer-register"),
            async () => {
                for (const role of ["airflow-dag-processor", "airflow-scheduler", "airflow-triggerer"]) {
                    expect(
                        await inContainer(stack, role, "python", "-c", "import os; print(os.environ['CRM_TOKEN'])"),
                    ).toBe("of-the-customer-register");
                }
                expect(
                    await inContainer(stack, "dbt", "bash", "-c", '. /etc/dbt/environment.sh; echo "$CRM_TOKEN"'),
                ).toBe("of-the-customer-register");
                const all = [...(await containersOf(stack)).values()].map(({ Id }) => Id);
                expect(await stack.docker(["inspect", ...all])).not.toContain("of-the-customer-register");
            },
            () => stack.unset("variables"),
        );
        expect(roles).toEqual(["airflow-dag-processor", "airflow-scheduler", "airflow-triggerer", "dbt"]);
    });

    test("the container for commands: itself", async () => {
        const roles = await replacedBy(
            () => stack.set({ airflowCli: true }),
            async () => {
                expect(await inContainer(stack, "airflow-cli", "airflow", "version")).toMatch(/^3\./);
            },
            () => stack.unset("airflowCli"),
        );
        expect(roles).toEqual(["airflow-cli"]);
    });

    test("an edited DAG or model: nothing", async () => {
        // The folders are mounted: an edit is live, and the fingerprint of the image leaves them out.
        const mounts = (await container(stack, "airflow-scheduler")) as unknown as {
            Mounts: { Destination: string; RW: boolean }[];
        };
        expect(mounts.Mounts).toEqual(
            expect.arrayContaining([expect.objectContaining({ Destination: "/opt/airflow/dags", RW: false })]),
        );
        const dbt = (await container(stack, "dbt")) as unknown as { Mounts: { Destination: string; RW: boolean }[] };
        expect(dbt.Mounts).toEqual(
            expect.arrayContaining([expect.objectContaining({ Destination: "/usr/app", RW: false })]),
        );
    });
});

describe("a job that fails", () => {
    const forbid = () => sql(stack, "postgres", "alter role airflow nologin");
    const allow = () => sql(stack, "postgres", "alter role airflow login");

    test("fails the update with the end of its log, holds back what depends on it, and runs again at the next", async () => {
        const before = await containersOf(stack);
        await forbid();
        await stack.set({ adminUser: "captain", timezone: "Europe/Paris" });
        try {
            const failed = await stack.pulumi(["up", "--yes", "--skip-preview"]);
            expect(failed.code).not.toBe(0);
            expect(failed.output).toMatch(/airflow-init-\S+ ended with exit code 1. The end of its log:/);
            expect(failed.output).toContain("not permitted to log in");
            expect(replaced(before, await containersOf(stack))).toEqual(["airflow-init"]);

            await allow();
            await stack.up();
            await allHealthy(stack);
            expect(replaced(before, await containersOf(stack))).toEqual(["airflow-init", ...airflow].sort());
            expect(await AirflowApi.login(stack, "airflow", "captain")).toBeDefined();
        } finally {
            await allow();
            await stack.unset("adminUser");
            await stack.unset("timezone");
            await stack.up();
            await waitFor("the API server", 60, async () =>
                (await AirflowApi.login(stack).catch(() => undefined)) ? true : undefined,
            );
        }
    });
});
