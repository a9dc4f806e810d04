import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "../../../tools/running-stack/containers";
import { type CheckoutCopy } from "../../../tools/running-stack/checkout-copy";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** Each run of the DAG builds these, in as many seconds as its conf says; `chain_b` fails unless a table says that it works. */
const models: Record<string, string> = {
    chain_a: "select 1 as id, pg_sleep({{ var('seconds', 0) }})::text as slept",
    chain_b: "select id / (select works from {{ source('chain', 'chain_switch') }}) as id from {{ ref('chain_a') }}",
    chain_c: "select id from {{ ref('chain_b') }}",
    chain_beside: "select 1 as id from {{ ref('chain_a') }}",
};

const properties = `
models:
  - name: chain_a
    description: The first of the chain.
    columns:
      - name: id
        data_tests: [not_null]
sources:
  - name: chain
    schema: public
    tables:
      - name: chain_switch
        config:
          loaded_at_field: loaded
          freshness: {error_after: {count: 1, period: day}}
`;

const dags = `
from airflow.sdk import dag, task
from dbt_tasks import DbtTaskGroup
from datetime import timedelta

@dag(schedule=None, is_paused_upon_creation=False)
def chain():
    DbtTaskGroup(
        select="path:models/chain",
        vars={"seconds": "{{ dag_run.conf.get('seconds', 0) }}"},
        operator_args={"retries": 2, "retry_delay": timedelta(seconds=3)},
    )

@dag(schedule=None, is_paused_upon_creation=False)
def chain_in_detail():
    @task.short_circuit
    def wanted(dag_run=None):
        return not dag_run.conf.get("skip")

    wanted() >> DbtTaskGroup(
        select=["path:models/chain", "source:chain.*"],
        tests="own",
        source_freshness=True,
        group_by="folder",
        assets=False,
        operator_args={"retries": 0},
        node_args={"chain_a": {"retries": 1}},
    )

chain()
chain_in_detail()
`;

/** Adds a chain of models to the dbt project of a copy, and the DAGs `chain` and `chain_in_detail` that build it. */
export function addChain(copy: CheckoutCopy): void {
    const folder = join(copy.folder, "dbt", "models", "chain");
    mkdirSync(folder);
    for (const [name, query] of Object.entries(models)) {
        writeFileSync(join(folder, `${name}.sql`), `{{ config(materialized='table') }}\n${query}\n`);
    }
    writeFileSync(join(folder, "chain.yml"), properties);
    copy.addDag("chain", dags);
}

/** Makes the table that says whether `chain_b` can be built. */
export async function makeSwitch(stack: TestStack): Promise<void> {
    const table = "create table chain_switch as select 1 as works, now() as loaded";
    await sql(stack, "analytics", `${table}; grant select on chain_switch to public`);
}

/** Says whether `chain_b` can be built. */
export async function setSwitch(stack: TestStack, works: boolean): Promise<void> {
    await sql(stack, "analytics", `update chain_switch set works = ${works ? 1 : 0}`);
}

/** Says when the source was loaded, which has a freshness rule of a day. */
export async function setLoaded(stack: TestStack, daysAgo: number): Promise<void> {
    await sql(stack, "analytics", `update chain_switch set loaded = now() - interval '${daysAgo} days'`);
}
