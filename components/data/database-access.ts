import { type Provider } from "@pulumi/postgresql/provider";
import { Grant } from "@pulumi/postgresql/grant";
import * as pulumi from "@pulumi/pulumi";
import { type PostgresAdmin } from "./postgres-admin";

/** Who may connect to a database besides its owner. */
export interface DatabaseAccessArgs {
    /** Name of the database, from its resource. */
    database: pulumi.Input<string>;
    /** The database's server. */
    server: PostgresAdmin;
    /** Grants the rights: it has those of the database's owner. */
    ownerProvider: Provider;
}

/**
 * Closes a database: only its owner and the admin may connect. Postgres lets everybody (the role PUBLIC) connect to a new
 * database and create temporary tables in it: https://www.postgresql.org/docs/current/ddl-priv.html
 */
export class DatabaseAccess extends pulumi.ComponentResource {
    constructor(name: string, args: DatabaseAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:DatabaseAccess", name, {}, opts);
        const { database, server } = args;
        const child = { parent: this, provider: args.ownerProvider, deletedWith: server.data };
        // Before PUBLIC loses the right, or an admin that is no superuser could not connect in between. One after the other
        // in any case: side by side, grants on one database fail with "tuple concurrently updated".
        const admin =
            server.connectsByGrant &&
            new Grant(
                `${name}-admin`,
                { database, role: server.connectsByGrant, objectType: "database", privileges: ["CONNECT"] },
                child,
            );
        new Grant(
            `${name}-public`,
            { database, role: "public", objectType: "database", privileges: [] },
            { ...child, dependsOn: admin || [] },
        );
        this.registerOutputs();
    }
}
