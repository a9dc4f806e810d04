import * as pulumi from "@pulumi/pulumi";
import { OwnedDatabase, type OwnedDatabaseArgs } from "./owned-database";
import { sqlAlchemyUri } from "./postgres-address";

/** Airflow's own database, its role and grants. */
export type MetadataDatabaseArgs = OwnedDatabaseArgs;

/** Airflow's metadata database: runs, task states, users, connections. */
export class MetadataDatabase extends pulumi.ComponentResource {
    /** `[database] sql_alchemy_conn`; secret. */
    public readonly sqlAlchemyConnection: pulumi.Output<string>;

    constructor(name: string, args: MetadataDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:MetadataDatabase", name, {}, opts);
        const owned = new OwnedDatabase(name, args, { parent: this });
        this.sqlAlchemyConnection = sqlAlchemyUri(owned.login);
        this.registerOutputs();
    }
}
