import type * as pulumi from "@pulumi/pulumi";
import { bigQueryWarehouse } from "./bigquery-warehouse";
import { postgresWarehouse } from "./postgres-warehouse";
import { type DbtTarget, type Warehouse, type WarehousePlace } from "./warehouse";

/**
 * The stack's warehouse.
 *
 * @param target of dbt's profile
 * @param bigQueryKey JSON of a service account's key for BigQuery; secret. Default: application default credentials.
 */
export function chosenWarehouse(
    target: DbtTarget,
    place: WarehousePlace,
    bigQueryKey?: pulumi.Output<string>,
): Warehouse {
    return place.kind === "bigquery"
        ? bigQueryWarehouse(target, { ...place, key: bigQueryKey })
        : postgresWarehouse(target, place.login);
}
