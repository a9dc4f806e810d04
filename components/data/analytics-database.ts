import * as pulumi from "@pulumi/pulumi";
import { OwnedDatabase, type OwnedDatabaseArgs } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";

/** The database that dbt builds in, and its role. */
export type AnalyticsDatabaseArgs = OwnedDatabaseArgs;

/** The warehouse on Postgres. dbt creates its schemas (raw, staging, intermediate, marts, bi) in it, which its owner may do. */
export class AnalyticsDatabase extends pulumi.ComponentResource {
    /** How dbt and Airflow's connection `analytics` log in. */
    public readonly login: PostgresLogin;
    /** How the read-only role logs in, if there is one. */
    public readonly readOnlyLogin: PostgresLogin | undefined;

    constructor(name: string, args: AnalyticsDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:AnalyticsDatabase", name, {}, opts);
        const { login, readOnlyLogin } = new OwnedDatabase(name, args, { parent: this });
        this.login = login;
        this.readOnlyLogin = readOnlyLogin;
        this.registerOutputs();
    }
}
