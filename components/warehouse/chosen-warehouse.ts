import type * as pulumi from "@pulumi/pulumi";
import { mergedVariables, type Variables } from "../docker/variables";
import { bigQueryWarehouse } from "./bigquery-warehouse";
import { postgresWarehouse } from "./postgres-warehouse";
import { type DbtTarget, type Warehouse, type WarehousePlace } from "./warehouse";

/** What Airflow's programs find in their environment, and what dbt does. */
export interface ProgramVariables {
    airflow: Variables;
    dbt: Variables;
}

/** The stack's warehouse, and what its users find in their environment. */
export interface ChosenWarehouse extends Omit<Warehouse, "variables"> {
    variables: ProgramVariables;
}

const none = { plain: {}, secret: {} };

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
    further: ProgramVariables = { airflow: none, dbt: none },
): ChosenWarehouse {
    const warehouse =
        place.kind === "bigquery"
            ? bigQueryWarehouse(target, { ...place, key: bigQueryKey })
            : postgresWarehouse(target, place.login);
    const { airflow, dbt } = further;
    return {
        ...warehouse,
        variables: {
            airflow: mergedVariables(airflow, warehouse.variables),
            dbt: mergedVariables(dbt, warehouse.variables),
        },
    };
}
