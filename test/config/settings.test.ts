import type * as pulumi from "@pulumi/pulumi";
import { settled } from "../../tools/mocked/registered";
import { certificate } from "../support/certificate";
import { keyFile } from "../support/key-file";
import { errorOf, read, schema } from "../support/stack-settings";

describe("the defaults", () => {
    test("make a stack without a single setting", async () => {
        const settings = await read();
        expect(settings).toMatchObject({
            docker: { suffix: "dbt-simple", address: undefined, bindAddress: "127.0.0.1", remote: false },
            code: "mounted",
            apiserverPort: 8082,
            dbtDocsPort: 8085,
            timezone: "Asia/Seoul",
            adminUser: "airflow",
            dbtTarget: "local",
            warmDbt: true,
            airflowCli: false,
            variables: {
                airflow: { plain: { DBT_TARGET: "local", SSH_CONN_ID: "dbt_ssh" }, secret: {} },
                dbt: { plain: { DBT_TARGET: "local", SSH_CONN_ID: "dbt_ssh" }, secret: {} },
            },
            metadata: {
                kind: "embedded",
                port: 5442,
                database: { database: "airflow", user: "airflow", password: undefined, connectionLimit: 80 },
            },
            warehouse: {
                kind: "postgres",
                database: {
                    kind: "managed",
                    database: { user: "analytics", password: undefined, connectionLimit: 25, statementSeconds: 0 },
                },
            },
        });
        expect(new Set(Object.values(settings.generations))).toEqual(new Set([1]));
        for (const generated of ["adminPassword", "fernetKey"] as const) {
            expect(settings[generated]).toBeUndefined();
        }
    });

    test("and every setting, are described in Pulumi.yaml", () => {
        for (const setting of Object.values(schema)) {
            expect(setting.description.length).toBeGreaterThan(10);
            expect(["string", "integer", "boolean", "object", "array"]).toContain(setting.type);
            expect(setting).toHaveProperty("default");
        }
    });
});

describe("good values", () => {
    test("secrets travel as secret outputs", async () => {
        const key = "-_-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        const settings = await read({ fernetKey: key, adminPassword: "longer than six" }, [
            "fernetKey",
            "adminPassword",
        ]);
        expect(await settled(settings.fernetKey as pulumi.Output<string>)).toEqual({ value: key, secret: true });
        expect(await settled(settings.adminPassword as pulumi.Output<string>)).toEqual({
            value: "longer than six",
            secret: true,
        });
    });

    test("the well-known password needs no encryption", async () => {
        const settings = await read({ adminPassword: "airflow" });
        expect(await settled(settings.adminPassword as pulumi.Output<string>)).toEqual({
            value: "airflow",
            secret: true,
        });
    });

    test.each(["ssh://me@elsewhere", "tcp://10.0.0.5:2376"])("code is baked for %s", async (dockerHost) => {
        const settings = await read({ dockerHost, postgresBindAddress: "0.0.0.0" });
        expect(settings).toMatchObject({ code: "baked", docker: { remote: true } });
    });

    test("code is baked for an engine elsewhere that DOCKER_HOST names", async () => {
        const before = process.env.DOCKER_HOST;
        process.env.DOCKER_HOST = "ssh://me@elsewhere";
        try {
            expect(await read({ postgresBindAddress: "0.0.0.0" })).toMatchObject({
                code: "baked",
                docker: { remote: true },
            });
            await expect(read({ postgresBindAddress: "0.0.0.0", code: "mounted" })).rejects.toThrow(
                /code: another machine runs the containers, and cannot mount this checkout\.\s+pulumi config set code baked/,
            );
        } finally {
            if (before === undefined) {
                delete process.env.DOCKER_HOST;
            } else {
                process.env.DOCKER_HOST = before;
            }
        }
    });

    test("code is mounted by the stack `local` alone, unless a stack says otherwise", async () => {
        expect((await read({ dockerHost: "unix:///run/docker.sock" })).code).toBe("mounted");
        expect((await read({ code: "baked" })).code).toBe("baked");
        const elsewhere = { dbtTarget: "prod" };
        expect((await read(elsewhere, [], "prod")).code).toBe("baked");
        expect((await read(elsewhere, [], "staging")).code).toBe("baked");
        expect((await read({ ...elsewhere, code: "mounted" }, [], "prod")).code).toBe("mounted");
    });

    test("ports of a server that does not run clash with none", async () => {
        const own = { metaDatabaseHost: "db", metaDatabaseAdminPassword: "of the admin", apiserverPort: 5442 };
        expect((await read(own, ["metaDatabaseAdminPassword"])).apiserverPort).toBe(5442);
    });

    test.each(["UTC", "Asia/Kolkata", "America/Argentina/Buenos_Aires"])("%s is a time zone", async (timezone) => {
        expect((await read({ timezone })).timezone).toBe(timezone);
    });
});

describe("an existing server", () => {
    const secrets = ["metaDatabaseAdminPassword", "metaDatabasePassword", "analyticsPassword"];

    test("is reached over TLS, by an admin who makes role and database", async () => {
        const { metadata, warehouse } = await read(
            { metaDatabaseHost: "db", metaDatabaseAdminPassword: "of the admin" },
            secrets,
        );
        expect(metadata).toMatchObject({
            kind: "managed",
            server: {
                host: "db",
                port: 5432,
                tls: { sslMode: "require", caCertificate: undefined },
                adminUser: "postgres",
            },
            database: { user: "airflow", password: undefined },
        });
        expect(warehouse).toMatchObject({ kind: "postgres", database: { kind: "managed" } });
    });

    test("is left alone if it is not managed", async () => {
        const own = {
            metaDatabaseHost: "db",
            metaDatabaseManaged: false,
            metaDatabasePassword: "of the role",
            warehouse: "bigquery",
            bigqueryProject: "my-project",
        };
        const { metadata } = await read(own, secrets);
        expect(metadata).toMatchObject({ kind: "unmanaged", login: { host: "db", port: 5432, user: "airflow" } });
        const { login } = metadata as Extract<typeof metadata, { kind: "unmanaged" }>;
        expect(await settled(login.password as pulumi.Output<string>)).toEqual({
            value: "of the role",
            secret: true,
        });
    });

    test("is checked against a certificate, which needs no encryption", async () => {
        const own = {
            analyticsHost: "db",
            analyticsPassword: "of the role",
            analyticsSslMode: "verify-full",
            analyticsCaCertificate: `\n${certificate}`,
        };
        expect((await read(own, secrets)).warehouse).toMatchObject({
            kind: "postgres",
            database: {
                kind: "unmanaged",
                login: { host: "db", tls: { sslMode: "verify-full", caCertificate: certificate } },
            },
        });
    });
});

describe("BigQuery", () => {
    const own = { warehouse: "bigquery", bigqueryProject: "my-project" };

    test("gets a service account of the stack's name, unless told otherwise", async () => {
        const { warehouse } = await read(own, [], "prod");
        expect(warehouse).toEqual({
            kind: "bigquery",
            project: "my-project",
            location: "asia-northeast3",
            dataset: "analytics",
            credentials: { kind: "create", accountId: "airflow-dbt-prod", admin: false, endpoint: undefined },
        });
    });

    test("takes a key, as a secret", async () => {
        const key = keyFile();
        const { warehouse } = await read({ ...own, bigqueryCredentials: key }, ["bigqueryCredentials"]);
        const { credentials } = warehouse as unknown as { credentials: { kind: string; key: pulumi.Output<string> } };
        expect(credentials.kind).toBe("given");
        expect(await settled(credentials.key)).toEqual({ value: key, secret: true });

        expect(await errorOf({ ...own, bigqueryCredentials: key })).toContain(
            "bigqueryCredentials: a secret is in plain text",
        );
        expect(
            await errorOf({ ...own, bigqueryProject: "other-project", bigqueryCredentials: key }, [
                "bigqueryCredentials",
            ]),
        ).toContain("the project my-project");
    });

    test("takes none", async () => {
        const { warehouse } = await read({ ...own, bigqueryCredentials: "none" });
        expect(warehouse).toMatchObject({ credentials: { kind: "none" } });
    });

    test("refuses a stack's name that makes no id of a service account", async () => {
        await expect(read({ ...own, dbtTarget: "prod" }, [], "prod-of-the-analytics-team")).rejects.toThrow(
            /bigqueryServiceAccount: its default, airflow-dbt-prod-of/,
        );
    });
});

describe("generations", () => {
    test("are 1 but for those that are given", async () => {
        expect((await read({ generations: { fernetKey: 2 } })).generations).toMatchObject({
            fernetKey: 2,
            sshKeys: 1,
            adminPassword: 1,
        });
    });
});

describe("bad values are refused by a message that names the setting, what is wrong and the command", () => {
    test.each<[string, Record<string, unknown>, string, string]>([
        [
            "a port out of range",
            { apiserverPort: 70000 },
            "apiserverPort: 70000 is no port",
            "pulumi config set apiserverPort <value>",
        ],
        ["port 0", { dbtDocsPort: 0 }, "dbtDocsPort: 0 is no port", "pulumi config set dbtDocsPort <value>"],
        [
            "a port that Pulumi does not take",
            { dbtDocsPort: "8085.0" },
            "dbtDocsPort: 8085.0 is no port",
            "dbtDocsPort",
        ],
        [
            "two settings with one port",
            { dbtDocsPort: 8082 },
            "dbtDocsPort: port 8082 is apiserverPort's as well",
            "pulumi config set dbtDocsPort 8083",
        ],
        [
            "an unknown time zone",
            { timezone: "Asia/Soul" },
            'timezone: "Asia/Soul" is no time zone',
            "pulumi config set timezone <value>",
        ],
        [
            "a time zone in the wrong case",
            { timezone: "asia/seoul" },
            "case counts, write Asia/Seoul",
            "pulumi config set timezone <value>",
        ],
        [
            "an offset for a time zone",
            { timezone: "+09:00" },
            "is an offset, not a time zone",
            "pulumi config set timezone <value>",
        ],
        [
            "an unknown setting",
            { apiserverPorts: 1 },
            "apiserverPorts: there is no such setting; the closest is apiserverPort",
            "pulumi config rm apiserverPorts",
        ],
        ["an empty name", { adminUser: "" }, "adminUser: it is empty", "pulumi config rm adminUser"],
        [
            "a bad suffix",
            { containerSuffix: "My Stack" },
            'containerSuffix: "My Stack" cannot end',
            "pulumi config set containerSuffix <value>",
        ],
        [
            "a host for an address",
            { bindAddress: "localhost" },
            'bindAddress: "localhost" is no IP address',
            "pulumi config set bindAddress <value>",
        ],
        [
            "a Docker host without a scheme",
            { dockerHost: "elsewhere" },
            'dockerHost: "elsewhere" is no Docker host',
            "pulumi config set dockerHost <value>",
        ],
        [
            "an unknown dbt target",
            { dbtTarget: "staging" },
            'dbtTarget: "staging" is no target',
            "pulumi config set dbtTarget <value>",
        ],
        [
            "a variable of two lines",
            { variables: { A: "one\ntwo" } },
            "variables: the value of A must be one line",
            "pulumi config set --path variables.<name> <value>",
        ],
        [
            "a variable with a bad name",
            { variables: { "A-B": "1" } },
            'variables: "A-B" is no name',
            "pulumi config set --path variables.<name> <value>",
        ],
        [
            "an existing server without its password",
            { metaDatabaseHost: "db" },
            "metaDatabaseAdminPassword: it is missing",
            "pulumi config set --secret metaDatabaseAdminPassword",
        ],
        [
            "an existing warehouse without its password",
            { analyticsHost: "db" },
            "analyticsPassword: it is missing",
            "pulumi config set --secret analyticsPassword",
        ],
        [
            "a server that is not managed, without the password",
            { metaDatabaseHost: "db", metaDatabaseManaged: false },
            "metaDatabasePassword: it is missing",
            "pulumi config set --secret metaDatabasePassword",
        ],
        [
            "a server that is not managed, without a host",
            { metaDatabaseManaged: false },
            "metaDatabaseHost: it is missing",
            "pulumi config set metaDatabaseHost <value>",
        ],
        [
            "a server that is not managed, for dbt too",
            { metaDatabaseHost: "db", metaDatabaseManaged: false },
            "analyticsHost: it is missing",
            "pulumi config set analyticsHost <value>",
        ],
        [
            "a number of connections that is none",
            { metaDatabaseConnectionLimit: 0 },
            "metaDatabaseConnectionLimit: 0 is no number of connections",
            "pulumi config set metaDatabaseConnectionLimit <value>",
        ],
        [
            "a limit of statements that Postgres does not take",
            { analyticsStatementTimeout: 2147484 },
            "analyticsStatementTimeout: 2147484 is more seconds than Postgres takes: 2147483 at most",
            "pulumi config set analyticsStatementTimeout <value>",
        ],
        [
            "a role that reads and owns",
            { analyticsReadOnlyUser: "analytics" },
            "analyticsReadOnlyUser: analytics owns the database",
            "pulumi config set analyticsReadOnlyUser analytics_reader",
        ],
        [
            "a read-only role where nothing is created",
            { metaDatabaseHost: "db", metaDatabaseManaged: false, metaDatabaseReadOnlyUser: "viewer" },
            "metaDatabaseReadOnlyUser: no role is created where metaDatabaseManaged is false",
            "pulumi config rm metaDatabaseReadOnlyUser",
        ],
        [
            "a read-only role in a warehouse that exists",
            { analyticsHost: "db", analyticsReadOnlyUser: "viewer" },
            "analyticsReadOnlyUser: no role is created where analyticsHost is set",
            "pulumi config rm analyticsReadOnlyUser",
        ],
        [
            "code that is neither",
            { code: "copied" },
            'code: "copied" is neither mounted nor baked',
            "pulumi config set code <value>",
        ],
        [
            "an unknown SSL mode",
            { metaDatabaseSslMode: "prefer" },
            'metaDatabaseSslMode: "prefer" is no SSL mode: write disable, require, verify-ca or verify-full',
            "pulumi config set metaDatabaseSslMode <value>",
        ],
        [
            "a check without an authority",
            { metaDatabaseHost: "db", metaDatabaseSslMode: "verify-ca" },
            "metaDatabaseCaCertificate: it is missing",
            "pulumi config set metaDatabaseCaCertificate < ca.pem",
        ],
        [
            "a certificate that is none",
            { analyticsCaCertificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" },
            "analyticsCaCertificate: the value is no certificate",
            "pulumi config set analyticsCaCertificate < ca.pem",
        ],
        [
            "an unknown warehouse",
            { warehouse: "snowflake" },
            'warehouse: "snowflake" is no warehouse: write postgres or bigquery',
            "pulumi config set warehouse <value>",
        ],
        [
            "BigQuery without a project",
            { warehouse: "bigquery" },
            "bigqueryProject: it is missing",
            "pulumi config set bigqueryProject <value>",
        ],
        [
            "a project's name for its id",
            { bigqueryProject: "My Project" },
            'bigqueryProject: "My Project" is no project id',
            "pulumi config set bigqueryProject <value>",
        ],
        [
            "a key file that is none",
            { bigqueryCredentials: "key.json" },
            "bigqueryCredentials: it is neither create nor none",
            "pulumi config set --secret bigqueryCredentials < key.json",
        ],
        [
            "an unknown generated secret",
            { generations: { fernetkey: 2 } },
            "generations: fernetkey is no generated secret; the closest is fernetKey",
            "pulumi config set --path generations.<name> <value>",
        ],
        [
            "a generation that is no number",
            { generations: { fernetKey: "two" } },
            "generations: the generation of fernetKey must be a whole number",
            "pulumi config set --path generations.<name> <value>",
        ],
        [
            "an embedded server that cannot be reached",
            { dockerHost: "ssh://me@elsewhere" },
            "postgresBindAddress: with the embedded Postgres server on ssh://me@elsewhere",
            "pulumi config set postgresBindAddress <value>",
        ],
        [
            "a URL for a host",
            { metaDatabaseHost: "postgres://db" },
            "metaDatabaseHost: ",
            "pulumi config set metaDatabaseHost <value>",
        ],
        [
            "a secret in plain text",
            { adminPassword: "hunter2hunter2" },
            "adminPassword: a secret is in plain text",
            "pulumi config set --secret adminPassword",
        ],
        [
            "a secret entry in plain text",
            { connections: { crm: "http://me:hush@crm" } },
            "connections: a secret is in plain text",
            "pulumi config set --secret --path connections.<id>",
        ],
    ])("%s", async (_what, own, wrong, command) => {
        const message = await errorOf(own);
        expect(message).toContain("nothing was changed");
        expect(message).toContain(wrong);
        expect(message).toContain(command);
    });

    test.each(["too-short", "A".repeat(44), `${"A".repeat(43)}=,${"B".repeat(43)}=`])(
        "a malformed fernet key (%#), without showing it",
        async (fernetKey) => {
            const message = await errorOf({ fernetKey }, ["fernetKey"]);
            expect(message).toContain("is no Fernet key");
            expect(message).toContain("pulumi config set --secret fernetKey");
            expect(message).not.toContain(fernetKey);
        },
    );

    test("a connection that is none, without showing it", async () => {
        const message = await errorOf({ connections: { crm: "qwertz" } }, ["connections"]);
        expect(message).toContain("connection crm must be a URI");
        expect(message).not.toContain("qwertz");
    });

    test("a short password, without showing it", async () => {
        const message = await errorOf({ adminPassword: "qwertz" }, ["adminPassword"]);
        expect(message).toContain("at least 7 characters");
        expect(message).not.toContain("qwertz");
    });

    test("all of them at once", async () => {
        const message = await errorOf({ apiserverPort: 0, timezone: "Mars" });
        expect(message).toContain("apiserverPort:");
        expect(message).toContain("timezone:");
    });

    test("a stack of another name must say its target", async () => {
        await expect(read({}, [], "staging")).rejects.toThrow(/dbtTarget: the stack's name, staging, is no target/);
        expect((await read({ dbtTarget: "local" }, [], "staging")).dbtTarget).toBe("local");
    });
});
