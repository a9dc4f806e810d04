import * as pulumi from "@pulumi/pulumi";
import { OwnedDatabase, type OwnedDatabaseArgs } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";

/** Airflow's own database and its role. */
export type MetadataDatabaseArgs = OwnedDatabaseArgs;

/** Airflow's metadata database: runs, task states, users, connections. */
export class MetadataDatabase extends pulumi.ComponentResource {
    /** How Airflow logs in. */
    public readonly login: PostgresLogin;
    /** How the read-only role logs in, if there is one. */
    public readonly readOnlyLogin: PostgresLogin | undefined;

    constructor(name: string, args: MetadataDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:MetadataDatabase", name, {}, opts);
        const { login, readOnlyLogin } = new OwnedDatabase(name, args, { parent: this });
        this.login = login;
        this.readOnlyLogin = readOnlyLogin;
        this.registerOutputs();
    }
}
