import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkEnvironment } from "../../../commands/check/environment";

const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-check-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => delete process.env.PULUMI_OPTION_CONFIG_FILE);

function environment(stack: string, config: string) {
    process.env.PULUMI_OPTION_CONFIG_FILE = join(folder, `${stack}.yaml`);
    writeFileSync(process.env.PULUMI_OPTION_CONFIG_FILE, config);
    return checkEnvironment(stack);
}

test("DAGs and dbt find the stack's variables, without what is encrypted", () => {
    const { airflow, dbt } = environment(
        "staging",
        `config:
  airflow-dbt:dbtTarget: prod
  airflow-dbt:warehouse: bigquery
  airflow-dbt:bigqueryProject: my-project
  airflow-dbt:variables:
    RETRIES: 3
    TOKEN:
      secure: AAABAI
`,
    );
    expect(airflow).toMatchObject({
        RETRIES: "3",
        TOKEN: "encrypted",
        DBT_TARGET: "prod",
        SSH_CONN_ID: "dbt_ssh",
        AIRFLOW__CORE__DEFAULT_TIMEZONE: "Asia/Seoul",
    });
    expect(dbt).toMatchObject({
        RETRIES: "3",
        TOKEN: "encrypted",
        PROD_ANALYTICS_WAREHOUSE: "bigquery",
        PROD_ANALYTICS_GCP_PROJECT_ID: "my-project",
        PROD_ANALYTICS_GCP_DEFAULT_DATASET: "analytics",
    });
});

test("DAGs and dbt find their own variables, and dbt no options of Airflow", () => {
    const { airflow, dbt } = environment(
        "local",
        `config:
  airflow-dbt:variables:
    LEVEL: both
    AIRFLOW__CORE__PARALLELISM: 4
  airflow-dbt:airflowVariables:
    LEVEL: airflow
  airflow-dbt:dbtVariables:
    LEVEL: dbt
    THREADS: 4
`,
    );
    expect(airflow).toMatchObject({ LEVEL: "airflow", AIRFLOW__CORE__PARALLELISM: "4" });
    expect(airflow).not.toHaveProperty("THREADS");
    expect(dbt).toMatchObject({ LEVEL: "dbt", THREADS: "4" });
    expect(dbt).not.toHaveProperty("AIRFLOW__CORE__PARALLELISM");
});

test("variables that are encrypted as a whole are left out; the target is the stack's name", () => {
    const { airflow, dbt } = environment("local", "config:\n  airflow-dbt:variables:\n    secure: AAABAI\n");
    expect(airflow).not.toHaveProperty("secure");
    expect(airflow.DBT_TARGET).toBe("local");
    expect(dbt).toMatchObject({ LOCAL_ANALYTICS_WAREHOUSE: "postgres", LOCAL_ANALYTICS_POSTGRES_DB: "analytics" });
});
