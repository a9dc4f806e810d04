import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { sql } from "../../tools/running-stack/containers";
import { output, run } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
let image: string;

beforeAll(async () => {
    image =
        (await output("docker", ["build", "--quiet", "--target", "same-rows", "--file", "images/dbt/Dockerfile", "."]))
            .split("\n")
            .at(-1) ?? "";
});
afterAll(() => output("docker", ["image", "rm", "--no-prune", image]));

describe("dbt's profile", () => {
    const bigquery = {
        PROD_ANALYTICS_WAREHOUSE: "bigquery",
        PROD_ANALYTICS_GCP_PROJECT_ID: "p",
        PROD_ANALYTICS_GCP_LOCATION: "EU",
        PROD_ANALYTICS_GCP_DEFAULT_DATASET: "d",
    };
    const nothingOfIt = (names: string[]) => Object.fromEntries(names.map((name) => [`PROD_ANALYTICS_${name}`, ""]));

    test.each<[string, Record<string, string>, string]>([
        ["is Postgres where nothing else is said", { PROD_ANALYTICS_POSTGRES_HOST: "h" }, "postgres"],
        [
            "is Postgres with all variables of BigQuery empty",
            {
                ...nothingOfIt(["WAREHOUSE", "GCP_PROJECT_ID", "GCP_LOCATION", "GCP_DEFAULT_DATASET"]),
                PROD_GOOGLE_APPLICATION_CREDENTIALS: "",
            },
            "postgres",
        ],
        ["is BigQuery if that is said", bigquery, "bigquery"],
        [
            "is BigQuery with all variables of Postgres empty",
            {
                ...bigquery,
                ...nothingOfIt(["HOST", "PORT", "DB", "USER", "PASSWORD", "SSLMODE"].map((name) => `POSTGRES_${name}`)),
            },
            "bigquery",
        ],
    ])("%s", async (_, variables, adapter) => {
        const environment = Object.entries({ DBT_TARGET: "prod", ...variables }).flatMap(([name, value]) => [
            "--env",
            `${name}=${value}`,
        ]);
        const ended = await run("docker", ["run", "--rm", "--entrypoint", "dbt", ...environment, image, "parse"]);
        expect(`${ended.code} ${ended.output}`).toMatch(new RegExp(`^0 .*Registered adapter: ${adapter}=`, "s"));
    });
});

describe("the models", () => {
    let folder: string;

    beforeAll(async () => {
        const api = await AirflowApi.loggedIn(stack);
        expect(await api.ended("flights", await api.trigger("flights"))).toBe("success");
        folder = mkdtempSync(join(tmpdir(), "airflow-dbt-rows-"));
        chmodSync(folder, 0o755);
        const schemas = ["raw", "staging", "intermediate", "marts", "bi"].map((schema) => `'${schema}'`).join(",");
        const tables = await sql(
            stack,
            "analytics",
            `select table_schema || '.' || table_name from information_schema.tables where table_schema in (${schemas})`,
        );
        for (const table of tables.split("\n")) {
            writeFileSync(
                join(folder, `${table}.csv`),
                await sql(stack, "analytics", `copy (select * from ${table}) to stdout (format csv, header)`),
            );
        }
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("give the same rows in BigQuery's SQL", async () => {
        const ended = await run("docker", ["run", "--rm", "--volume", `${folder}:/rows:ro`, image, "/rows"]);
        expect(ended.output).toMatch(/^bi\.bi_daily_punctuality: \d+ rows, the same$/m);
        expect(ended.output).toMatch(/^marts\.fct_flights: \d{5} rows, the same$/m);
        expect(`${ended.code} ${ended.output}`).toMatch(/^0 .*\d\d tests$/s);
    });
});
