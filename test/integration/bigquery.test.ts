import { BigQueryServer, type Row } from "./support/bigquery-server";
import { gatewayOfDefaultNetwork } from "./support/docker-gateway";
import { inContainer, sql } from "../../tools/running-stack/containers";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const project = "some-project";

/** What the DAG's task `extract` does, in the scheduler, with the connection `analytics` and the key as a stack on BigQuery has them. */
const script = `
import json, os, sys, tempfile
key, host = sys.argv[1:]
# Outside a task a hook looks for connections in the environment only.
from airflow.models.connection import Connection
for each in ("source", "source_owner"):
    os.environ[f"AIRFLOW_CONN_{each.upper()}"] = Connection.get_connection_from_secrets(each).as_json()
os.environ["AIRFLOW_CONN_ANALYTICS"] = json.dumps({"conn_type": "google_cloud_platform", "extra": {"project": "${project}", "location": "asia-northeast3"}})
os.environ["BIGQUERY_EMULATOR_HOST"] = host
with tempfile.NamedTemporaryFile("w") as file:
    file.write(key)
    file.flush()
    os.environ["GOOGLE_APPLICATION_CREDENTIALS"] = file.name
    sys.path.insert(0, "/opt/airflow/dags")
    from airflow.providers.postgres.hooks.postgres import PostgresHook
    from flights_pipeline.extract import extract
    from flights_pipeline.masking import Mask
    from flights_pipeline.source import fill
    from flights_pipeline.warehouse import warehouse
    source = PostgresHook("source")
    fill(PostgresHook("source_owner").get_conn())
    print("loaded", json.dumps(extract(source.get_conn(), warehouse("analytics"), Mask("a secret"))))`;

describe("the example's extract into BigQuery", () => {
    let server: BigQueryServer;

    const extract = async (): Promise<Record<string, number>> => {
        const printed = await inContainer(stack, "airflow-scheduler", "python", "-c", script, server.key, server.url);
        return JSON.parse(/^loaded (.*)$/m.exec(printed)?.[1] ?? "{}") as Record<string, number>;
    };
    const rows = (table: string): Row[] => server.tables.get(`raw.${table}`) ?? [];

    beforeAll(async () => {
        const host = await gatewayOfDefaultNetwork();
        server = await BigQueryServer.start(host, project);
    });
    afterAll(() => server.stop());

    test("creates the dataset in the location of the connection and loads every row, even if the server is busy", async () => {
        server.busyOnce.add("PUT").add("GET");
        const loaded = await extract();
        expect([...server.datasets]).toEqual([["raw", "asia-northeast3"]]);
        expect(server.busyOnce).toEqual(new Set());
        for (const table of ["airlines", "airports", "planes", "flights"]) {
            expect(`${table} ${loaded[table]}`).toBe(
                `${table} ${await sql(stack, "source", `select count(*) from ${table}`)}`,
            );
            expect(rows(table)).toHaveLength(loaded[table]);
        }
    });

    test("keeps values and missing values and masks tail numbers", async () => {
        const of = (column: string) => rows("flights").map((row) => row[column]);
        const [sum, missing, clear] = (
            await sql(
                stack,
                "source",
                "select sum(distance), count(*) filter (where dep_time is null), min(tailnum) from flights",
            )
        ).split("|");
        expect(of("distance").reduce((one, other) => Number(one) + Number(other), 0)).toBe(Number(sum));
        expect(of("dep_time").filter((value) => value === null)).toHaveLength(Number(missing));
        expect(clear).toMatch(/^N\w+$/);
        expect(JSON.stringify([...server.tables])).not.toContain(clear);
    });

    test("records each load", () => {
        expect(rows("loads").map((row) => [row.table_name, row.row_count])).toEqual(
            ["airlines", "airports", "planes", "flights"].map((table) => [table, rows(table).length]),
        );
    });

    test("fails with the reason from BigQuery, and records nothing", async () => {
        server.failing.add("raw.planes");
        const before = rows("loads");
        await expect(extract()).rejects.toThrow("raw.planes: told to fail");
        expect(rows("loads")).toBe(before);
    });

    test("gives the same rows when it runs again", async () => {
        const before = rows("flights");
        await extract();
        expect(rows("flights")).not.toBe(before);
        expect(rows("flights")).toEqual(before);
    });
});
