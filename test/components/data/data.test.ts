import { existsSync, readFileSync, rmSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type MetadataDatabaseChoice } from "../../../components/data/choices";
import { Data, type DataArgs } from "../../../components/data/data";
import { type PostgresTls } from "../../../components/data/postgres-address";
import { dockerHost } from "../../support/fixtures";
import { only, registered, settled } from "../../../tools/mocked/registered";

const generations = {
    postgresPassword: 2,
    metaDatabasePassword: 3,
    metaDatabaseReadOnlyPassword: 4,
    analyticsPassword: 5,
    analyticsReadOnlyPassword: 6,
    tlsKeys: 7,
};
const airflow = { database: "airflow", user: "airflow", connectionLimit: 80 };
const analytics = { database: "analytics", user: "analytics", connectionLimit: 25 };
const server = { host: "db.example.com", port: 5432, tls: { sslMode: "require" } as PostgresTls };
const login = (user: string) => ({ ...server, user, password: pulumi.secret("known"), database: user });
const managed = (tls = server.tls): MetadataDatabaseChoice => ({
    kind: "managed",
    server: { ...server, tls, adminUser: "admin", adminPassword: pulumi.secret("of-the-admin") },
    database: airflow,
});
const bigquery = { kind: "bigquery", project: "my-project", location: "US", dataset: "analytics" } as const;

const build = (more: Partial<DataArgs> = {}, name = "data") =>
    registered(
        () =>
            new Data(name, {
                host: dockerHost(),
                metadata: { kind: "embedded", port: 5442, bindAddress: "127.0.0.1", database: airflow },
                warehouse: { kind: "postgres", database: { kind: "managed", database: analytics } },
                generations,
                ...more,
            }),
    );

const databaseType = "postgresql:index/database:Database";
const roleType = "postgresql:index/role:Role";

describe("Data with the embedded server", () => {
    test("has databases for Airflow, dbt and the example's source", async () => {
        const { resources, result } = await build();
        only(resources, "docker:index/container:Container", "postgres");
        for (const name of ["metadata", "analytics", "source"]) {
            // They go with the server's volume, which is the stack's own.
            expect(only(resources, databaseType, `${name}-database`).protect).toBe(false);
            only(resources, "postgresql:index/grant:Grant", `${name}-access-public`);
        }
        expect(result.metadata).toMatchObject({ host: "postgres", port: 5432 });
        expect(await settled(result.metadata.password as pulumi.Output<string>)).toEqual({
            value: "generated-metadata-password",
            secret: true,
        });
        expect(result.metadata.tls).toBeUndefined();
        expect(result.warehouse).toMatchObject({ kind: "postgres", login: { host: "postgres" } });
    });

    test("is on dbt's network only as its warehouse", async () => {
        const networks = async (warehouse?: typeof bigquery) => {
            const { resources } = await build(warehouse && { warehouse });
            const { inputs } = only(resources, "docker:index/container:Container", "postgres");
            return (inputs.networksAdvanced as { name: string }[]).map(({ name }) => name);
        };
        expect(await networks()).toEqual(["airflow-test", "dbt-test"]);
        expect(await networks(bigquery)).toEqual(["airflow-test"]);
    });

    test("lets the extract read the source, and only its owner fill it, with no plugin more", async () => {
        const { resources, result } = await build();
        expect(await settled(pulumi.output(result.sourceConnections))).toMatchObject({
            value: { source: { login: "source_reader" }, source_owner: { login: "source" } },
            secret: true,
        });
        expect(resources.filter(({ type }) => type === "pulumi:providers:postgresql")).toHaveLength(1);
    });

    test("hands each generation to its password", async () => {
        const { resources } = await build({
            metadata: {
                kind: "embedded",
                port: 5442,
                bindAddress: "127.0.0.1",
                database: { ...airflow, readOnlyUser: "viewer" },
            },
            warehouse: {
                kind: "postgres",
                database: { kind: "managed", database: { ...analytics, readOnlyUser: "dashboard" } },
            },
        });
        for (const [name, generation] of [
            ["postgres", 2],
            ["metadata", 3],
            ["metadata-read-only", 4],
            ["analytics", 5],
            ["analytics-read-only", 6],
            ["source", 1],
        ]) {
            expect(
                only(resources, "random:index/randomPassword:RandomPassword", `${name}-password`).replacementTrigger,
            ).toBe(generation);
        }
    });

    test("tells how a person's tools log in to read, from outside the stack's network", async () => {
        const none = await build();
        expect(none.result.readOnlyLogins).toEqual({});
        const { result } = await build({
            metadata: {
                kind: "embedded",
                port: 5442,
                bindAddress: "127.0.0.1",
                database: { ...airflow, readOnlyUser: "viewer" },
            },
        });
        expect(result.readOnlyLogins.metadata).toMatchObject({ host: "127.0.0.1", port: 5442 });
        expect(await settled(result.readOnlyLogins.metadata?.user as never)).toMatchObject({ value: "viewer" });
        expect(result.readOnlyLogins.analytics).toBeUndefined();
    });

    test("fits twice into one program, each with names of its own", async () => {
        const blue = await build({}, "blue-data");
        only(blue.resources, "docker:index/container:Container", "blue-postgres");
        only(blue.resources, databaseType, "blue-metadata-database");
        expect(blue.result.metadata).toMatchObject({ host: "blue-postgres" });
    });
});

describe("Data with an existing server", () => {
    test("uses it over TLS and without superuser, and starts none", async () => {
        const { resources, result } = await build({ metadata: managed() });
        expect(resources.filter((resource) => resource.type === "docker:index/container:Container")).toEqual([]);
        const provider = only(resources, "pulumi:providers:postgresql", "postgres-provider");
        expect(provider.inputs).toMatchObject({
            host: "db.example.com",
            username: "admin",
            sslmode: "require",
            superuser: "false",
        });
        expect(provider.inputs).not.toHaveProperty("sslrootcert");
        for (const name of ["metadata", "analytics"]) {
            expect(only(resources, databaseType, `${name}-database`).protect).toBe(true);
            expect(only(resources, roleType, `${name}-role`).protect).toBe(true);
        }
        expect(only(resources, roleType, "analytics-role").dependencies).toContain("metadata-database");
        expect(provider.secretInputs).toEqual(["password"]);
        expect(result.metadata).toMatchObject({ host: "db.example.com", tls: { sslMode: "require" } });
        expect(result.sourceConnections).toEqual({});
    });

    test("gives the plugin the authority's certificate as a file of the same name everywhere", async () => {
        const { resources } = await build({
            metadata: managed({ sslMode: "verify-full", caCertificate: "a certificate\n" }),
        });
        const { sslrootcert } = only(resources, "pulumi:providers:postgresql", "postgres-provider").inputs as {
            sslrootcert: string;
        };
        expect(sslrootcert).toMatch(/^\.certificates\/[0-9a-f]{16}\.pem$/);
        expect(readFileSync(sslrootcert, "utf8")).toBe("a certificate\n");
        rmSync(sslrootcert);
        expect(existsSync(sslrootcert)).toBe(false);
    });

    test("makes nothing at all on a server that is not managed", async () => {
        const { resources, result } = await build({
            metadata: { kind: "unmanaged", login: login("airflow") },
            warehouse: bigquery,
        });
        expect(resources.map((resource) => resource.type).filter((type) => !type.startsWith("airflow-dbt:"))).toEqual([
            "pulumi:providers:docker",
            "docker:index/network:Network",
            "docker:index/network:Network",
            "docker:index/network:Network",
        ]);
        expect(result.metadata).toMatchObject({ host: "db.example.com", user: "airflow", tls: { sslMode: "require" } });
        expect(result.warehouse).toEqual(bigquery);
    });

    test("refuses to create dbt's database where nothing is managed", async () => {
        await expect(build({ metadata: { kind: "unmanaged", login: login("airflow") } })).rejects.toThrow(
            "The database analytics cannot be created",
        );
    });

    test("makes nothing for an existing analytics database", async () => {
        const { resources, result } = await build({
            warehouse: { kind: "postgres", database: { kind: "unmanaged", login: login("analytics") } },
        });
        expect(resources.map((resource) => resource.name)).not.toContain("analytics-database");
        expect(result.warehouse).toMatchObject({
            kind: "postgres",
            login: { host: "db.example.com", user: "analytics" },
        });
    });
});
