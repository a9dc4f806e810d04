import { DefaultPrivileges } from "@pulumi/postgresql/defaultPrivileges";
import { Grant } from "@pulumi/postgresql/grant";
import { type Provider } from "@pulumi/postgresql/provider";
import * as pulumi from "@pulumi/pulumi";
import { type PostgresAdmin } from "./postgres-admin";

/** Who may use a database besides its owner. */
export interface DatabaseAccessArgs {
    /** Name of the database, from its resource. */
    database: pulumi.Input<string>;
    /** Role that owns it. */
    owner: pulumi.Input<string>;
    /** Has the owner's rights, so that it may grant others. */
    ownerProvider: Provider;
    /** The database's server. */
    server: PostgresAdmin;
    /** Role that may only read. Default: none. */
    readOnlyRole?: pulumi.Input<string>;
}

/**
 * Closes a database: only its owner and the admin may connect, and the read-only role if there is one. Postgres lets everybody
 * (the role PUBLIC) connect to a new database, and create temporary tables in it:
 * https://www.postgresql.org/docs/current/ddl-priv.html
 *
 * The read-only role may read the tables in the schema `public`, and all schemas and tables that the owner creates from now on.
 */
export class DatabaseAccess extends pulumi.ComponentResource {
    constructor(name: string, args: DatabaseAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:DatabaseAccess", name, {}, opts);
        const { database, server, readOnlyRole } = args;
        // One after the other: grants that are made side by side fail with "tuple concurrently updated".
        let last: pulumi.Resource[] = [];
        const next = () => ({ parent: this, provider: args.ownerProvider, deletedWith: server.data, dependsOn: last });
        const mayConnect = (suffix: string, role: pulumi.Input<string>, privileges: string[]) => {
            last = [new Grant(`${name}-${suffix}`, { database, role, objectType: "database", privileges }, next())];
        };
        // The admin first, or one that is no superuser could not connect in between.
        if (server.connectsByGrant !== undefined) {
            mayConnect("admin", server.connectsByGrant, ["CONNECT"]);
        }
        mayConnect("public", "public", []);
        if (readOnlyRole !== undefined) {
            const role = readOnlyRole;
            mayConnect("read-only", role, ["CONNECT"]);
            const tables = { database, role, schema: "public", objectType: "table", privileges: ["SELECT"] };
            last = [new Grant(`${name}-tables`, tables, next())];
            const created = { database, role, owner: args.owner };
            const schemas = { ...created, objectType: "schema", privileges: ["USAGE"] };
            last = [new DefaultPrivileges(`${name}-new-schemas`, schemas, next())];
            const newTables = { ...created, objectType: "table", privileges: ["SELECT"] };
            last = [new DefaultPrivileges(`${name}-new-tables`, newTables, next())];
        }
        this.registerOutputs();
    }
}
