import { BASE_IMAGES } from "../../commands/set-up/base-image";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, containersOf, inContainer, services } from "../../tools/running-stack/containers";
import { ForeignPostgres } from "./support/foreign-postgres";
import { RemoteMachine } from "./support/remote-machine";
import { output } from "../../tools/running-stack/run";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { type TestStack } from "../../tools/running-stack/test-stack";

// All of prod on one machine: the containers on another Docker host, the databases on an existing Postgres server.
let server: ForeignPostgres;
let machine: RemoteMachine;
let stack: TestStack;

beforeAll(async () => {
    [server, machine] = await Promise.all([ForeignPostgres.start(17), RemoteMachine.start()]);
    for (const image of BASE_IMAGES) {
        await machine.bring(image);
    }
    stack = await makeTestStack("rehearsal", { elsewhere: machine });
    const admin = await server.makeAdmin();
    await server.query(`create role register login password 'of-the-register'`);
    await server.query("create database register owner register");
    await stack.set({
        dbtTarget: "prod",
        warehouse: "postgres",
        metaDatabaseHost: server.host,
        metaDatabasePort: server.port,
        metaDatabaseAdminUser: admin.user,
        metaDatabaseSslMode: "verify-full",
        metaDatabaseCaCertificate: server.caCertificate,
    });
    await stack.unset("adminPassword");
    await stack.setSecret("metaDatabaseAdminPassword", admin.password);
    // The example's source system is the user's own on prod.
    await stack.setSecret(
        "connections.source",
        `postgres://register:of-the-register@${server.host}:${server.port}/register?sslmode=require`,
    );
    await stack.up();
}, 900_000);

afterAll(async () => {
    await machine?.remove();
    await server?.remove();
    stack?.forget();
}, 120_000);

/** Runs the example's DAG as the admin user, whose password is generated. */
async function flightsEnd(): Promise<string> {
    const password = await stack.expectPulumi(["stack", "output", "adminPassword", "--show-secrets"]);
    const api = (await AirflowApi.login(stack, password)) as AirflowApi;
    return api.ended("flights", await api.trigger("flights"));
}

describe("prod, with its containers on another machine", () => {
    test("is healthy, and has no Postgres of its own", async () => {
        await allHealthy(stack);
        expect((await services(stack)).sort()).toEqual([
            "airflow-apiserver",
            "airflow-dag-processor",
            "airflow-maintenance",
            "airflow-scheduler",
            "airflow-triggerer",
            "dbt",
            "dbt-docs",
            "proxy",
        ]);
        expect(
            await output("docker", ["ps", "--all", "--quiet", "--filter", `label=airflow-dbt.stack=${stack.name}`]),
        ).toBe("");
    });

    test("is reached over TLS alone, and its docs by those alone who are logged in", async () => {
        const published = await stack.docker(["ps", "--format", "{{.Names}} {{.Ports}}"]);
        expect(published.split("\n").filter((line) => line.includes("->"))).toEqual([
            expect.stringMatching(/^proxy-\S+ /),
        ]);
        await expect(fetch(stack.airflowUrl)).rejects.toMatchObject({
            cause: { code: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED/) as string },
        });
        expect((await stack.fetch(stack.airflowUrl)).status).toBe(200);
        const docs = await stack.fetch(stack.dbtDocsUrl);
        expect([docs.status, docs.headers.get("location")]).toEqual([302, `${stack.airflowUrl}/auth/login/`]);
    });

    test("depends on no path of the machine that runs Pulumi", async () => {
        const mounts = [...(await containersOf(stack)).values()].flatMap(({ Mounts }) => Mounts);
        expect(mounts.length).toBeGreaterThan(5);
        expect(mounts.filter((mount) => mount.Type !== "volume")).toEqual([]);
    });

    test("runs the example from the source system to figures, with the DAGs and models in its images", async () => {
        expect(await flightsEnd()).toBe("success");
        const [{ rows }] = await server.query<{ rows: string }>(
            "select count(*) as rows from bi.bi_daily_punctuality",
            [],
            "analytics",
        );
        expect(Number(rows)).toBeGreaterThan(20);
    });

    test("reaches the databases over TLS alone, as roles that own one database each and nothing else", async () => {
        const plain = await server.query(
            "select a.usename from pg_stat_activity a join pg_stat_ssl s using (pid) where a.usename in ('airflow', 'analytics') and not s.ssl",
        );
        expect(plain).toEqual([]);
        const encrypted = await server.query(
            "select distinct a.usename from pg_stat_activity a join pg_stat_ssl s using (pid) where a.usename = 'airflow' and s.ssl",
        );
        expect(encrypted).toHaveLength(1);
        const roles = await server.query(
            "select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname in ('airflow', 'analytics') order by 1",
        );
        expect(roles).toEqual(
            ["airflow", "analytics"].map((rolname) => ({
                rolname,
                rolsuper: false,
                rolcreaterole: false,
                rolcreatedb: false,
            })),
        );
    });

    test("changes nothing at the next update", async () => {
        await stack.up("--expect-no-changes", "--refresh");
    });

    test("rotates the Fernet key and the password of its database, with a dump", async () => {
        const file = (name: string) => inContainer(stack, "airflow-scheduler", "cat", `/run/secrets/${name}`);
        const [key, uri] = [await file("fernet_key"), await file("sql_alchemy_conn")];
        await stack.setPath("generations.fernetKey", 2);
        await stack.setPath("generations.metaDatabasePassword", 2);
        await stack.up();
        await allHealthy(stack);
        expect(await file("fernet_key")).not.toBe(key);
        expect(await file("sql_alchemy_conn")).not.toBe(uri);
        expect(await stack.docker(["logs", (await container(stack, "airflow-init")).Id])).toMatch(
            /dumped the database to .*\.dump[^]*everything decrypts with the new key alone/,
        );
        const { password } = new URL(uri);
        await expect(server.queryAs({ user: "airflow", password }, "select 1", [], "airflow")).rejects.toMatchObject({
            code: "28P01",
        });
        expect(await flightsEnd()).toBe("success");
    });

    test("keeps the databases on the existing server until a person unprotects them", async () => {
        const there = async () =>
            (
                await server.query<{ datname: string }>(
                    "select datname from pg_database where datname in ('airflow', 'analytics') order by 1",
                )
            ).map(({ datname }) => datname);
        const secret = (role: string, name: string) => inContainer(stack, role, "cat", `/run/secrets/${name}`);
        const [, analyticsPassword] =
            /^PROD_ANALYTICS_POSTGRES_PASSWORD=(.*)$/m.exec(await secret("dbt", "dbt.env")) ?? [];
        await stack.setSecret(
            "metaDatabasePassword",
            new URL(await secret("airflow-scheduler", "sql_alchemy_conn")).password,
        );
        await stack.setSecret("analyticsPassword", analyticsPassword);
        // What is not managed leaves the program, and so would be deleted.
        await stack.set({ metaDatabaseManaged: false, analyticsHost: server.host, analyticsPort: server.port });
        const { code, output: printed } = await stack.pulumi(["up", "--yes", "--skip-preview"]);
        await stack.unset("metaDatabaseManaged");
        expect(code).not.toBe(0);
        expect(printed).toMatch(/(metadata|analytics)-(role|database)[^]*cannot be deleted\s+because it is protected/);
        expect(await there()).toEqual(["airflow", "analytics"]);

        // As npm run destroy does.
        expect(await stack.expectPulumi(["destroy", "--yes", "--skip-preview", "--exclude-protected"])).toContain(
            "protected",
        );
        expect(await stack.docker(["ps", "--all", "--quiet"])).toBe("");
        expect(await there()).toEqual(["airflow", "analytics"]);
    });

    test("is removed without a trace, but for what was not its own", async () => {
        await stack.destroy();
        expect(await stack.docker(["ps", "--all", "--quiet"])).toBe("");
        expect(await stack.docker(["volume", "ls", "--quiet"])).toBe("");
        const databases = await server.query<{ datname: string }>(
            "select datname from pg_database where not datistemplate order by 1",
        );
        expect(databases.map(({ datname }) => datname)).toEqual(["postgres", "register"]);
        const roles = await server.query<{ rolname: string }>(
            "select rolname from pg_roles where rolname in ('airflow', 'analytics')",
        );
        expect(roles).toEqual([]);
    });
});
