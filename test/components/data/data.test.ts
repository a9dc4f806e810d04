import * as pulumi from "@pulumi/pulumi";
import { Data, type DataArgs } from "../../../components/data/data";
import { dockerHost } from "../../fixtures";
import { only, registered, settled } from "../../registered";

const build = (more: { metadata?: Partial<DataArgs["metadata"]>; analytics?: Partial<DataArgs["analytics"]> } = {}) =>
    registered(
        () =>
            new Data("data", {
                host: dockerHost(),
                postgresPort: 5442,
                metadata: { database: "airflow", user: "airflow", ...more.metadata },
                analytics: { database: "analytics", user: "analytics", ...more.analytics },
            }),
    );

const existing = { host: "db.example.com", port: 5432, adminUser: "admin", adminPassword: pulumi.secret("of-the-admin") };

describe("Data", () => {
    test("brings a server with databases for Airflow, dbt and the example's source", async () => {
        const { resources, result } = await build();
        only(resources, "docker:index/container:Container", "postgres");
        for (const name of ["metadata", "analytics", "source"]) {
            only(resources, "postgresql:index/database:Database", `${name}-database`);
        }
        expect(await settled(result.sqlAlchemyConnection)).toEqual({
            value: "postgresql+psycopg2://airflow:generated-metadata-password@postgres:5432/airflow",
            secret: true,
        });
        expect(result.source).toBeDefined();
    });

    test("uses an existing server, over TLS and without superuser, and starts none", async () => {
        const { resources, result } = await build({ metadata: { server: existing } });
        expect(resources.filter(resource => resource.type === "docker:index/container:Container")).toEqual([]);
        const provider = only(resources, "pulumi:providers:postgresql", "postgres-provider");
        expect(provider.inputs).toMatchObject({ host: "db.example.com", username: "admin", sslmode: "require", superuser: "false" });
        expect(provider.secretInputs).toEqual(["password"]);
        expect(result.source).toBeUndefined();
    });

    test("makes nothing for an existing analytics database", async () => {
        const { resources, result } = await build({ analytics: { server: { host: "warehouse", port: 5433 }, password: pulumi.secret("known") } });
        expect(resources.map(resource => resource.name)).not.toContain("analytics-database");
        expect(result.analytics).toMatchObject({ host: "warehouse", port: 5433, user: "analytics", database: "analytics" });
    });
});
