import * as pulumi from "@pulumi/pulumi";
import { OwnedDatabase } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";
import { ReadOnlyRole } from "./read-only-role";

/** The example's source system. */
export interface SourceDatabaseArgs {
    /** The server that gets it. */
    server: PostgresAdmin;
}

/** The database of the example's source system: one role owns and fills it, another one may only read, for the extract. */
export class SourceDatabase extends pulumi.ComponentResource {
    /** How the role that fills it logs in. */
    public readonly owner: PostgresLogin;
    /** How the extract logs in. */
    public readonly reader: PostgresLogin;

    constructor(name: string, args: SourceDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:SourceDatabase", name, {}, opts);
        const { server } = args;
        const database = new OwnedDatabase(
            name,
            { server, database: "source", user: "source", connectionLimit: 5 },
            // Before this component, the database was a child of its parent.
            { parent: this, aliases: [{ parent: opts?.parent }] },
        );
        const reader = new ReadOnlyRole(
            `${name}-read-only`,
            {
                user: "source_reader",
                generation: 1,
                server,
                // It is dropped together with the database, if at all.
                roleProvider: server.provider,
                owner: database.login,
                ownerProvider: database.ownerProvider,
                after: [database],
            },
            { parent: this },
        );
        this.owner = database.login;
        this.reader = reader.login;
        this.registerOutputs();
    }
}
