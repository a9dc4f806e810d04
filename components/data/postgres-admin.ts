import { type Provider } from "@pulumi/postgresql/provider";
import type * as pulumi from "@pulumi/pulumi";
import { type PostgresAddress, type PostgresLogin } from "./postgres-address";

/** A Postgres server on which the stack may create roles and databases. */
export interface PostgresAdmin {
    /** Where containers reach the server. */
    readonly address: PostgresAddress;
    /** Where the machine that runs Pulumi, and a person's tools, reach it. */
    readonly publishedAddress: PostgresAddress;
    /** Logs in as the admin. */
    readonly provider: Provider;
    /** Role of the admin if it needs a grant to connect to a database. Undefined for a superuser, which may always connect. */
    readonly connectsByGrant: pulumi.Input<string> | undefined;
    /** Deletes all databases with it, so that none must be deleted one by one. Undefined if nothing of the kind is the stack's. */
    readonly data: pulumi.Resource | undefined;
    /** Whether Pulumi refuses to delete roles and databases: data on a server that others run must survive a mistake. */
    readonly protect: boolean;

    /** Logs in with the rights of a database's owner, who alone (or a superuser) may grant rights on it. */
    providerOf(owner: PostgresLogin, name: string, parent: pulumi.Resource): Provider;
}
