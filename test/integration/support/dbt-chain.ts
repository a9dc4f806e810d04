import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckoutCopy } from "../../../tools/running-stack/checkout-copy";

/** Each run of the DAG builds these, in as many seconds as its conf says; `chain_b` fails unless a table says that it works. */
const models: Record<string, string> = {
    chain_a: "select 1 as id, pg_sleep({{ var('seconds', 0) }})::text as slept",
    chain_b: "select id / (select works from public.chain_switch) as id from {{ ref('chain_a') }}",
    chain_c: "select id from {{ ref('chain_b') }}",
    chain_beside: "select 1 as id from {{ ref('chain_a') }}",
};

const dag = `
from airflow.sdk import dag
from dbt_tasks import DbtTaskGroup
from datetime import timedelta

@dag(schedule=None, is_paused_upon_creation=False)
def chain():
    DbtTaskGroup(
        select="path:models/chain",
        vars={"seconds": "{{ dag_run.conf.get('seconds', 0) }}"},
        operator_args={"retries": 2, "retry_delay": timedelta(seconds=3)},
    )

chain()
`;

/** Adds a chain of models to the dbt project of a copy, and the DAG `chain` that builds it. */
export function addChain(copy: CheckoutCopy): void {
    const folder = join(copy.folder, "dbt", "models", "chain");
    mkdirSync(folder);
    for (const [name, query] of Object.entries(models)) {
        writeFileSync(join(folder, `${name}.sql`), `{{ config(materialized='table') }}\n${query}\n`);
    }
    writeFileSync(
        join(folder, "chain.yml"),
        "models:\n  - name: chain_a\n    columns:\n      - name: id\n        data_tests: [not_null]\n",
    );
    copy.addDag("chain", dag);
}
