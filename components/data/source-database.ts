import * as pulumi from "@pulumi/pulumi";
import { type AirflowConnection } from "../airflow/airflow-connections";
import { postgresConnection } from "../airflow/postgres-connection";
import { OwnedDatabase } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";

/** The example's source system. */
export interface SourceDatabaseArgs {
    /** The server that gets it. */
    server: PostgresAdmin;
}

/** The database of the example's source system: one role owns and fills it, another one may only read, for the extract. */
export class SourceDatabase extends pulumi.ComponentResource {
    /** Airflow's connections by id: `source` for the extract, which may only read, `source_owner` for the task that fills it. */
    public readonly connections: Record<string, AirflowConnection>;

    /** How the owner logs in. */
    public readonly login: PostgresLogin;

    constructor(name: string, args: SourceDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:SourceDatabase", name, {}, opts);
        const { login, readOnlyLogin } = new OwnedDatabase(
            name,
            {
                server: args.server,
                database: "source",
                user: "source",
                connectionLimit: 5,
                readOnlyUser: "source_reader",
            },
            // Before this component, the database was a child of its parent.
            { parent: this, aliases: [{ parent: opts?.parent }] },
        );
        this.login = login;
        this.connections = {
            source: postgresConnection(readOnlyLogin ?? login),
            source_owner: postgresConnection(login),
        };
        this.registerOutputs();
    }
}
