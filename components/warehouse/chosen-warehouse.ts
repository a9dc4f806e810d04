import { type PostgresLogin } from "../data/postgres-address";
import { bigQueryWarehouse, type BigQueryWarehouseArgs } from "./bigquery-warehouse";
import { postgresWarehouse } from "./postgres-warehouse";
import { type DbtTarget, type Warehouse } from "./warehouse";

/** The two warehouses, of which a stack has one. */
export interface ChosenWarehouseArgs {
    /** The analytics database, if that is the warehouse. */
    analytics: PostgresLogin | undefined;
    /** BigQuery, if that is the warehouse. */
    bigquery: BigQueryWarehouseArgs | undefined;
}

/** The stack's warehouse. */
export function chosenWarehouse(target: DbtTarget, { analytics, bigquery }: ChosenWarehouseArgs): Warehouse {
    return bigquery ? bigQueryWarehouse(target, bigquery) : postgresWarehouse(target, analytics as PostgresLogin);
}
