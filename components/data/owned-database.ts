import { Database } from "@pulumi/postgresql/database";
import { Grant } from "@pulumi/postgresql/grant";
import { type Provider } from "@pulumi/postgresql/provider";
import { Role } from "@pulumi/postgresql/role";
import * as pulumi from "@pulumi/pulumi";
import { generatedPassword } from "../secrets/generated-password";
import { type PostgresAddress, type PostgresLogin } from "./postgres-address";

/** A database that one role owns. */
export interface OwnedDatabaseArgs {
    /** The server, as a role that may create roles and databases. */
    provider: Provider;
    /** Where containers reach that server. */
    address: PostgresAddress;
    /** Name of the database. */
    database: string;
    /** Name of the role that owns it and logs in. */
    user: string;
    /** The role's password. Default: generated, 32 letters and digits. */
    password?: pulumi.Input<string>;
    /** Generation number of the generated password; a higher one makes a new password. */
    generation: number;
    /** What takes the database along when it goes, such as the server's volume; nothing is then removed one by one. */
    deletedWith?: pulumi.Resource;
}

/**
 * A role and a database that the role owns, and nothing else: no superuser, no right to create roles or databases. The
 * simplest sound shape: Postgres 15 and later grant nobody else anything on the schema `public`, so the owner gets that one
 * grant. The parts are made one after another, since grants side by side fail with "tuple concurrently updated".
 */
export class OwnedDatabase extends pulumi.ComponentResource {
    /** How the owner logs in from a container. */
    public readonly login: PostgresLogin;

    constructor(name: string, args: OwnedDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:OwnedDatabase", name, {}, opts);
        const child = { parent: this, provider: args.provider, deletedWith: args.deletedWith };
        const password = args.password ? pulumi.secret(args.password) : generatedPassword(`${name}-password`, args.generation, this);
        const role = new Role(`${name}-role`, { name: args.user, login: true, password }, child);
        const database = new Database(`${name}-database`, { name: args.database, owner: role.name }, child);
        const grant = new Grant(
            `${name}-schema-grant`,
            { database: database.name, role: role.name, schema: "public", objectType: "schema", privileges: ["CREATE", "USAGE"] },
            child,
        );
        // The database's name comes from the last part, so that whoever logs in waits for all of them.
        this.login = { ...args.address, user: role.name, password, database: grant.database };
        this.registerOutputs();
    }
}
