import * as pulumi from "@pulumi/pulumi";
import { OwnedDatabase, type OwnedDatabaseArgs } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";

/** The database that dbt builds in, and its role. */
export type AnalyticsDatabaseArgs = OwnedDatabaseArgs;

/**
 * The warehouse on Postgres. dbt makes its schemas (raw, staging, intermediate, marts, bi) in it, which its owner may do.
 */
export class AnalyticsDatabase extends pulumi.ComponentResource {
    /** How dbt and Airflow's `analytics` connection log in. */
    public readonly login: PostgresLogin;

    constructor(name: string, args: AnalyticsDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:AnalyticsDatabase", name, {}, opts);
        this.login = new OwnedDatabase(name, args, { parent: this }).login;
        this.registerOutputs();
    }
}
