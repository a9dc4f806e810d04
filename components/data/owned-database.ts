import { Database } from "@pulumi/postgresql/database";
import { Role } from "@pulumi/postgresql/role";
import * as pulumi from "@pulumi/pulumi";
import { generatedPassword } from "../secrets/generated-password";
import { DatabaseAccess } from "./database-access";
import { type PostgresLogin } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";

/** In milliseconds, as the provider has them. A dashboard that takes longer has lost its reader. */
const tenMinutes = 600_000;

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
    /** Seconds after which a statement of the role is cancelled. Default: it takes as long as it takes. */
    statementSeconds?: number;
    /** Name of a role that may only read, over at most 10 connections and for 10 minutes at a time. Default: none is created. */
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
 * needs no grant: it owns the schema `public` since Postgres 15, and before, everybody may create there.
 */
export class OwnedDatabase extends pulumi.ComponentResource {
    /** How the owner logs in from a container. */
    public readonly login: PostgresLogin;
    /** How the read-only role logs in from a container, if there is one. */
    public readonly readOnlyLogin: PostgresLogin | undefined;

    constructor(name: string, args: OwnedDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:OwnedDatabase", name, {}, opts);
        const { server } = args;
        const made = { parent: this, provider: server.provider, deletedWith: server.data };
        const kept = { ...made, protect: server.protect };
        const generations = args.generations ?? { owner: 1, readOnly: 1 };
        const password = args.password
            ? pulumi.secret(args.password)
            : generatedPassword(`${name}-password`, generations.owner, this);
        const role = new Role(
            `${name}-role`,
            {
                name: args.user,
                login: true,
                password,
                connectionLimit: args.connectionLimit,
                ...(args.statementSeconds && { statementTimeout: args.statementSeconds * 1000 }),
            },
            { ...kept, dependsOn: args.after },
        );
        const readOnly = args.readOnlyUser
            ? this.readOnlyRole(`${name}-read-only`, args.readOnlyUser, generations.readOnly, made)
            : undefined;
        const database = new Database(
            `${name}-database`,
            { name: args.database, owner: role.name },
            // Deleted before the read-only role: Postgres drops no role that has a right to a table.
            { ...kept, dependsOn: readOnly?.role },
        );
        // The database's name comes from the last part, so that every user of it waits for both.
        this.login = { ...server.address, user: role.name, password, database: database.name };
        this.readOnlyLogin = readOnly && {
            ...server.address,
            user: readOnly.role.name,
            password: readOnly.password,
            database: database.name,
        };
        // From plain names: a provider that waits for a role which fails is an error of its own. It connects when it is used.
        const owner = { ...server.address, user: args.user, password, database: args.database };
        new DatabaseAccess(
            `${name}-access`,
            {
                database: database.name,
                owner: role.name,
                ownerProvider: server.providerOf(owner, `${name}-owner-provider`, this),
                server,
                readOnlyRole: readOnly?.role.name,
            },
            { parent: this },
        );
        this.registerOutputs();
    }

    private readOnlyRole(name: string, user: string, generation: number, opts: pulumi.CustomResourceOptions) {
        const password = generatedPassword(`${name}-password`, generation, this);
        const role = new Role(
            `${name}-role`,
            {
                name: user,
                login: true,
                password,
                connectionLimit: 10,
                statementTimeout: tenMinutes,
                // A transaction that is left open keeps Postgres from removing old rows, and a table from being changed.
                idleInTransactionSessionTimeout: tenMinutes,
            },
            opts,
        );
        return { role, password };
    }
}
