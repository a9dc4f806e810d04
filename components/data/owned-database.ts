import { Database } from "@pulumi/postgresql/database";
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
    /**
     * Whether Pulumi refuses to delete the role and the database, until `pulumi state unprotect`: say by `destroy`, or after a change
     * of a setting. Default: false.
     */
    protect?: boolean;
    /** What must be there before the role is made. Default: only the server. */
    after?: pulumi.Resource[];
}

/**
 * A role and a database that the role owns, and nothing else: no superuser, no right to create roles or databases. It needs no
 * grant: the owner of a database owns its schema `public` since Postgres 15, and before, everybody may create there. (On
 * Postgres 14 that schema is a superuser's, and a grant by an admin who is none would do nothing but look changed at each update.)
 */
export class OwnedDatabase extends pulumi.ComponentResource {
    /** How the owner logs in from a container. */
    public readonly login: PostgresLogin;

    constructor(name: string, args: OwnedDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:OwnedDatabase", name, {}, opts);
        const child = { parent: this, provider: args.provider, deletedWith: args.deletedWith, protect: args.protect };
        const password = args.password
            ? pulumi.secret(args.password)
            : generatedPassword(`${name}-password`, args.generation, this);
        const role = new Role(
            `${name}-role`,
            { name: args.user, login: true, password },
            { ...child, dependsOn: args.after },
        );
        const database = new Database(`${name}-database`, { name: args.database, owner: role.name }, child);
        // The database's name comes from the last part, so that whoever logs in waits for both.
        this.login = { ...args.address, user: role.name, password, database: database.name };
        this.registerOutputs();
    }
}
