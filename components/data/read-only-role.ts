import { DefaultPrivileges } from "@pulumi/postgresql/defaultPrivileges";
import { Grant } from "@pulumi/postgresql/grant";
import { type Provider } from "@pulumi/postgresql/provider";
import { Role } from "@pulumi/postgresql/role";
import * as pulumi from "@pulumi/pulumi";
import { generatedPassword } from "../secrets/generated-password";
import { type PostgresLogin } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";

/** A role that may read one database. */
export interface ReadOnlyRoleArgs {
    /** Name of the role. */
    user: string;
    /** Generation number of its generated password; a higher one makes a new password. */
    generation: number;
    /** The database's server. */
    server: PostgresAdmin;
    /**
     * Creates the role, and drops it. Postgres drops no role that has a right to a table, and the plugin revokes such rights in the
     * database only that it is logged in to. So a role that may be dropped before its database needs `server.providerIn`.
     */
    roleProvider: Provider;
    /** The database, and the role that owns it. */
    owner: PostgresLogin;
    /** Grants the rights: it has those of the database's owner. */
    ownerProvider: Provider;
    /** What must exist before the role's grants: those on the same database. */
    after: pulumi.Resource[];
}

/**
 * A role that may read all tables of one database, for example for dashboards: those of the schema `public` that exist, and
 * every schema and table that the owner creates later. It may write nothing, and has at most 10 connections.
 */
export class ReadOnlyRole extends pulumi.ComponentResource {
    /** How the role logs in from a container. */
    public readonly login: PostgresLogin;

    constructor(name: string, args: ReadOnlyRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:ReadOnlyRole", name, {}, opts);
        const { server, owner } = args;
        const { database } = owner;
        const password = generatedPassword(`${name}-password`, args.generation, this);
        const role = new Role(
            `${name}-role`,
            { name: args.user, login: true, password, connectionLimit: 10 },
            { parent: this, provider: args.roleProvider, deletedWith: server.data },
        );
        let last = args.after;
        const grants = () => ({
            parent: this,
            provider: args.ownerProvider,
            deletedWith: server.data,
            dependsOn: last,
        });
        const who = { database, role: role.name };
        last = [new Grant(`${name}-connect`, { ...who, objectType: "database", privileges: ["CONNECT"] }, grants())];
        last = [
            new Grant(
                `${name}-tables`,
                { ...who, schema: "public", objectType: "table", privileges: ["SELECT"] },
                grants(),
            ),
        ];
        for (const [objectType, privilege] of [
            ["schema", "USAGE"],
            ["table", "SELECT"],
        ]) {
            last = [
                new DefaultPrivileges(
                    `${name}-new-${objectType}s`,
                    { ...who, owner: owner.user, objectType, privileges: [privilege] },
                    grants(),
                ),
            ];
        }
        this.login = { ...server.address, user: role.name, password, database };
        this.registerOutputs();
    }
}
