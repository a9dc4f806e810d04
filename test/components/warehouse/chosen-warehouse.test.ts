import * as pulumi from "@pulumi/pulumi";
import { chosenWarehouse } from "../../../components/warehouse/chosen-warehouse";

const login = { host: "db", port: 5433, user: "analytics", password: pulumi.secret("word"), database: "warehouse" };
const bigquery = {
    kind: "bigquery" as const,
    project: "my-project",
    location: "asia-northeast3",
    dataset: "analytics",
};
const key = pulumi.secret("{…}");

describe("the warehouse on Postgres", () => {
    test("names its variables after dbt's target, and keeps the password apart", () => {
        const { variables, files } = chosenWarehouse("prod", { kind: "postgres", login });
        expect(variables.dbt.plain).toEqual({
            PROD_ANALYTICS_WAREHOUSE: "postgres",
            PROD_ANALYTICS_POSTGRES_HOST: "db",
            PROD_ANALYTICS_POSTGRES_PORT: 5433,
            PROD_ANALYTICS_POSTGRES_DB: "warehouse",
            PROD_ANALYTICS_POSTGRES_USER: "analytics",
        });
        expect(variables.dbt.secret).toEqual({ PROD_ANALYTICS_POSTGRES_PASSWORD: login.password });
        expect(files).toEqual({});
    });

    test("says to dbt and to Airflow alike how the way is protected", () => {
        const tls = { sslMode: "verify-full" as const, caCertificate: "PEM" };
        const {
            variables,
            files,
            analytics: connection,
        } = chosenWarehouse("local", {
            kind: "postgres",
            login: { ...login, tls },
        });
        expect(variables.dbt.plain).toMatchObject({
            LOCAL_ANALYTICS_POSTGRES_SSLMODE: "verify-full",
            LOCAL_ANALYTICS_POSTGRES_SSLROOTCERT: "/run/secrets/analytics_ca.pem",
        });
        expect(connection).toMatchObject({
            conn_type: "postgres",
            extra: { sslmode: "verify-full", sslrootcert: "/run/secrets/analytics_ca.pem" },
        });
        expect(files).toEqual({ "/run/secrets/analytics_ca.pem": "PEM" });
    });
});

describe("BigQuery", () => {
    test("is reached with a key in a file, which the connection does not hold", () => {
        const { variables, files, analytics: connection } = chosenWarehouse("prod", bigquery, key);
        expect(variables.dbt.plain).toEqual({
            PROD_ANALYTICS_WAREHOUSE: "bigquery",
            PROD_ANALYTICS_GCP_PROJECT_ID: "my-project",
            PROD_ANALYTICS_GCP_LOCATION: "asia-northeast3",
            PROD_ANALYTICS_GCP_DEFAULT_DATASET: "analytics",
            PROD_GOOGLE_APPLICATION_CREDENTIALS: "/run/secrets/bigquery_credentials.json",
            GOOGLE_APPLICATION_CREDENTIALS: "/run/secrets/bigquery_credentials.json",
        });
        expect(variables.dbt.secret).toEqual({});
        expect(files).toEqual({ "/run/secrets/bigquery_credentials.json": key });
        expect(connection).toEqual({
            conn_type: "google_cloud_platform",
            extra: { project: "my-project", location: "asia-northeast3" },
        });
    });

    test("is reached with application default credentials where there is no key", () => {
        const { variables, files } = chosenWarehouse("prod", bigquery);
        expect(Object.keys(variables.dbt.plain).filter((name) => name.includes("CREDENTIALS"))).toEqual([]);
        expect(files).toEqual({});
    });
});
