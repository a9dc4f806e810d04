import { existsSync, readFileSync, rmSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Data, type DataArgs } from "../../../components/data/data";
import { dockerHost } from "../../support/fixtures";
import { only, registered, settled } from "../../../tools/mocked/registered";

const build = (
    more: { metaDatabase?: Partial<DataArgs["metaDatabase"]>; analytics?: Partial<DataArgs["analytics"]> | null } = {},
) =>
    registered(
        () =>
            new Data("data", {
                host: dockerHost(),
                postgresPort: 5442,
                metaDatabase: { database: "airflow", user: "airflow", ...more.metaDatabase },
                analytics:
                    more.analytics === null
                        ? undefined
                        : { database: "analytics", user: "analytics", ...more.analytics },
                generations: { postgresPassword: 2, metaDatabasePassword: 3, analyticsPassword: 4 },
            }),
    );

const server = { host: "db.example.com", port: 5432, tls: { sslMode: "require" as const } };
const admin = { user: "admin", password: pulumi.secret("of-the-admin") };

describe("Data", () => {
    test("brings a server with databases for Airflow, dbt and the example's source", async () => {
        const { resources, result } = await build();
        only(resources, "docker:index/container:Container", "postgres");
        for (const name of ["metadata", "analytics", "source"]) {
            only(resources, "postgresql:index/database:Database", `${name}-database`);
        }
        expect(result.metadata).toMatchObject({ host: "postgres", port: 5432 });
        expect(await settled(result.metadata.password as pulumi.Output<string>)).toEqual({
            value: "generated-metadata-password",
            secret: true,
        });
        expect(result.metadata.tls).toBeUndefined();
        // They go with the server's volume, which is the stack's own.
        expect(only(resources, "postgresql:index/database:Database", "metadata-database").protect).toBe(false);
        expect(result.source).toBeDefined();
    });

    test("hands each generation to its password", async () => {
        const { resources } = await build();
        for (const [name, generation] of [
            ["postgres", 2],
            ["metadata", 3],
            ["analytics", 4],
            ["source", 1],
        ]) {
            expect(
                only(resources, "random:index/randomPassword:RandomPassword", `${name}-password`).replacementTrigger,
            ).toBe(generation);
        }
    });

    test("uses an existing server, over TLS and without superuser, and starts none", async () => {
        const { resources, result } = await build({ metaDatabase: { server, admin } });
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
            expect(only(resources, "postgresql:index/database:Database", `${name}-database`).protect).toBe(true);
            expect(only(resources, "postgresql:index/role:Role", `${name}-role`).protect).toBe(true);
        }
        expect(only(resources, "postgresql:index/role:Role", "analytics-role").dependencies).toContain(
            "metadata-database",
        );
        expect(provider.secretInputs).toEqual(["password"]);
        expect(result.metadata).toMatchObject({ host: "db.example.com", tls: { sslMode: "require" } });
        expect(result.source).toBeUndefined();
    });

    test("gives the plugin the authority's certificate as a file of the same name everywhere", async () => {
        const { resources } = await build({
            metaDatabase: {
                server: { ...server, tls: { sslMode: "verify-full", caCertificate: "a certificate\n" } },
                admin,
            },
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
            metaDatabase: { server, password: pulumi.secret("known") },
            analytics: null,
        });
        expect(resources.map((resource) => resource.type).filter((type) => !type.startsWith("airflow-dbt:"))).toEqual([
            "pulumi:providers:docker",
            "docker:index/network:Network",
        ]);
        expect(result.metadata).toMatchObject({
            host: "db.example.com",
            user: "airflow",
            database: "airflow",
            tls: { sslMode: "require" },
        });
        expect(result.analytics).toBeUndefined();
    });

    test("makes nothing for an existing analytics database", async () => {
        const { resources, result } = await build({
            analytics: { server: { ...server, host: "warehouse", port: 5433 }, password: pulumi.secret("known") },
        });
        expect(resources.map((resource) => resource.name)).not.toContain("analytics-database");
        expect(result.analytics).toMatchObject({
            host: "warehouse",
            port: 5433,
            user: "analytics",
            database: "analytics",
        });
    });
});
