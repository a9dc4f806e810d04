import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckoutCopy } from "../../../tools/running-stack/checkout-copy";

const levels = 3;

const dag = `
from airflow.sdk import dag
from dbt_tasks import DbtTaskGroup

@dag(schedule=None, is_paused_upon_creation=False)
def many():
    DbtTaskGroup(select="path:models/many")

many()
`;

/** Adds generated models in three levels to the dbt project of a copy, and the DAG `many` that builds them. */
export function addManyModels(copy: CheckoutCopy, count: number): void {
    const folder = join(copy.folder, "dbt", "models", "many");
    mkdirSync(folder);
    const width = Math.ceil(count / levels);
    const names = Array.from({ length: count }, (_, index) => `many_${index}`);
    for (const [index, name] of names.entries()) {
        const above = index < width ? "select 1 as id" : `select id from {{ ref('${names[index - width]}') }}`;
        writeFileSync(join(folder, `${name}.sql`), `{{ config(materialized='table') }}\n${above}\n`);
    }
    copy.addDag("many", dag);
}
