import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../container/docker-host";
import { AnalyticsDatabase } from "./analytics-database";
import { ExistingPostgresServer, type ExistingPostgresServerArgs } from "./existing-postgres-server";
import { MetadataDatabase } from "./metadata-database";
import { OwnedDatabase } from "./owned-database";
import { type PostgresAddress, type PostgresLogin } from "./postgres-address";
import { PostgresServer } from "./postgres-server";

/** A database, and the role that owns it. */
interface DatabaseArgs {
    /** Name of the database. */
    database: string;
    /** Role that owns it. */
    user: string;
    /** The role's password. Default: generated. */
    password?: pulumi.Input<string>;
}

/** The databases of the stack, and where they are. */
export interface DataArgs {
    /** Where the embedded server runs. */
    host: DockerHost;
    /** Port of the embedded server on the Docker host. */
    postgresPort: number;
    /** Airflow's database; `server` is an existing server, and without it one comes with the stack. */
    metadata: DatabaseArgs & { server?: ExistingPostgresServerArgs };
    /** dbt's database; `server` is an existing one with that database and role, and without it both are made. */
    analytics: DatabaseArgs & { server?: PostgresAddress };
}

/** Databases for Airflow, for dbt and, with the embedded server, for the example's source system. */
export class Data extends pulumi.ComponentResource {
    /** `[database] sql_alchemy_conn`; secret. */
    public readonly sqlAlchemyConnection: pulumi.Output<string>;
    /** How dbt and Airflow reach the analytics database. */
    public readonly analytics: PostgresLogin;
    /** The example's source system, which on another server is the user's own. */
    public readonly source: PostgresLogin | undefined;

    constructor(name: string, args: DataArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:Data", name, {}, opts);
        const { metadata, analytics } = args;
        const child = { parent: this };
        const server = metadata.server
            ? new ExistingPostgresServer("postgres", metadata.server, child)
            : new PostgresServer("postgres", { host: args.host, port: args.postgresPort }, child);
        const here = { provider: server.provider, address: server.address, deletedWith: server.data };

        this.sqlAlchemyConnection = new MetadataDatabase("metadata", { ...here, ...metadata }, child).sqlAlchemyConnection;
        this.analytics = analytics.server
            ? { ...analytics.server, ...analytics, password: analytics.password ?? "" }
            : new AnalyticsDatabase("analytics", { ...here, ...analytics }, child).login;
        this.source = metadata.server ? undefined : new OwnedDatabase("source", { ...here, database: "source", user: "source" }, child).login;
        this.registerOutputs();
    }
}
