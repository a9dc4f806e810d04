import type * as pulumi from "@pulumi/pulumi";
import { mergedVariables, type Variables } from "../docker/variables";
import { bigQueryWarehouse } from "./bigquery-warehouse";
import { postgresWarehouse } from "./postgres-warehouse";
import { type DbtTarget, type Warehouse, type WarehousePlace } from "./warehouse";

/**
 * The stack's warehouse.
 *
 * @param target of dbt's profile
 * @param bigQueryKey JSON of a service account's key for BigQuery; secret. Default: application default credentials.
 * @param further variables beside those of the warehouse, which win. Default: none.
 */
export function chosenWarehouse(
    target: DbtTarget,
    place: WarehousePlace,
    bigQueryKey?: pulumi.Output<string>,
    further: Variables = { plain: {}, secret: {} },
): Warehouse {
    const warehouse =
        place.kind === "bigquery"
            ? bigQueryWarehouse(target, { ...place, key: bigQueryKey })
            : postgresWarehouse(target, place.login);
    return { ...warehouse, variables: mergedVariables(further, warehouse.variables) };
}
