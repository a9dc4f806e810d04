import { userError } from "../user-error";
import { type WarehousePlace } from "../warehouse/warehouse";
import { type WarehouseChoice } from "./choices";
import { type NewDatabase } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";

/** The warehouse, with its database if one is to be created. */
export function placeOf(warehouse: WarehouseChoice, create: (database: NewDatabase) => PostgresLogin): WarehousePlace {
    if (warehouse.kind === "bigquery") {
        return warehouse;
    }
    const { database } = warehouse;
    return { kind: "postgres", login: database.kind === "unmanaged" ? database.login : create(database.database) };
}

/** Settings are checked before; this is for programs of one's own. */
export function nowhere({ database }: NewDatabase): never {
    throw userError(
        `The database ${database} cannot be created where Airflow's database is unmanaged: give its login.`,
    );
}
