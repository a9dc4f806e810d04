import { Database } from "@pulumi/postgresql/database";
import { type Provider } from "@pulumi/postgresql/provider";
import { Role } from "@pulumi/postgresql/role";
import * as pulumi from "@pulumi/pulumi";
import { generatedPassword } from "../secrets/generated-password";
import { DatabaseAccess } from "./database-access";
import { type PostgresLogin } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";
import { ReadOnlyRole } from "./read-only-role";

/** A database to create, and the roles that use it. */
export interface NewDatabase {
    /** Name of the database. */
    database: string;
    /** Name of the role that owns it and logs in. */
    user: string;
    /** The role's password. Default: generated, 32 letters and digits. */
    password?: pulumi.Input<string>;
    /** How many connections the role may have at a time; -1 for any number. */
    connectionLimit: number;
    /** Name of a role that may only read. Default: none is created. */
    readOnlyUser?: string;
}

/** A database that one role owns. */
export interface OwnedDatabaseArgs extends NewDatabase {
    /** The server that gets it. */
    server: PostgresAdmin;
    /** Generation numbers of the generated passwords; a higher one makes a new password. Default: 1. */
    generations?: { owner: number; readOnly: number };
    /** What must exist before the role is created. Default: only the server. */
    after?: pulumi.Resource[];
}

/**
 * A role and a database that the role owns, and nothing else: no superuser, no right to create roles or databases. The owner
 * needs no grant: it owns the schema `public` since Postgres 15, and before, everybody may create there. Besides the owner only
 * the server's admin may connect, and the read-only role if there is one.
 */
export class OwnedDatabase extends pulumi.ComponentResource {
    /** How the owner logs in from a container. */
    public readonly login: PostgresLogin;
    /** How the read-only role logs in from a container, if there is one. */
    public readonly readOnlyLogin: PostgresLogin | undefined;
    /** Has the owner's rights, so that it may grant rights on the database. */
    public readonly ownerProvider: Provider;

    constructor(name: string, args: OwnedDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:OwnedDatabase", name, {}, opts);
        const { server } = args;
        const child = { parent: this, provider: server.provider, deletedWith: server.data, protect: server.protect };
        const { owner: generation, readOnly } = args.generations ?? { owner: 1, readOnly: 1 };
        const password = args.password
            ? pulumi.secret(args.password)
            : generatedPassword(`${name}-password`, generation, this);
        const role = new Role(
            `${name}-role`,
            { name: args.user, login: true, password, connectionLimit: args.connectionLimit },
            { ...child, dependsOn: args.after },
        );
        const database = new Database(`${name}-database`, { name: args.database, owner: role.name }, child);
        // The database's name comes from the last part, so that whoever logs in waits for both.
        this.login = { ...server.address, user: role.name, password, database: database.name };
        this.ownerProvider = server.providerOf(this.login, `${name}-owner-provider`, this);
        const access = new DatabaseAccess(
            `${name}-access`,
            { database: database.name, server, ownerProvider: this.ownerProvider },
            { parent: this },
        );
        if (args.readOnlyUser !== undefined) {
            this.readOnlyLogin = new ReadOnlyRole(
                `${name}-read-only`,
                {
                    user: args.readOnlyUser,
                    generation: readOnly,
                    server,
                    roleProvider: server.providerIn(database.name, `${name}-admin-provider`, this),
                    owner: this.login,
                    ownerProvider: this.ownerProvider,
                    after: [access],
                },
                { parent: this },
            ).login;
        }
        this.registerOutputs();
    }
}
