import * as pulumi from "@pulumi/pulumi";

/** How a connection is protected: https://www.postgresql.org/docs/current/libpq-ssl.html */
export type SslMode = "disable" | "require" | "verify-ca" | "verify-full";

/** Protection of the way to a Postgres server. */
export interface PostgresTls {
    /** `require` encrypts, `verify-ca` also checks who signed the server's certificate, `verify-full` its host name as well. */
    sslMode: SslMode;
    /** The authority that signed it, in PEM format. `config/` asks for it where it is needed. */
    caCertificate?: string;
}

/** Where a Postgres server answers the stack's containers. */
export interface PostgresAddress {
    /** Host name or address, as seen from a container. */
    host: pulumi.Input<string>;
    /** TCP port. */
    port: pulumi.Input<number>;
    /** Default: none is asked for, as on the stack's own network. */
    tls?: PostgresTls;
}

/** All that a client needs to use one database. */
export interface PostgresLogin extends PostgresAddress {
    /** The role to log in as. */
    user: pulumi.Input<string>;
    /** The role's password; secret. */
    password: pulumi.Input<string>;
    /** Name of the database. */
    database: pulumi.Input<string>;
}

/**
 * The login as a URI of SQLAlchemy with the psycopg2 driver; secret.
 *
 * @param caFile where the client finds the authority's certificate, if the address has one
 */
export function sqlAlchemyUri(login: PostgresLogin, caFile: string): pulumi.Output<string> {
    const query = new URLSearchParams(tlsParameters(login, caFile)).toString();
    return pulumi.secret(
        pulumi
            .all([login.user, login.password, login.host, login.port, login.database])
            .apply(([user, password, host, port, database]) => {
                const [encodedUser, encodedPassword, encodedDatabase] = [user, password, database].map(
                    encodeURIComponent,
                );
                return `postgresql+psycopg2://${encodedUser}:${encodedPassword}@${host}:${port}/${encodedDatabase}${query && `?${query}`}`;
            }),
    );
}

/** The protection in libpq's own words; none for an address that asks for none. */
export function tlsParameters({ tls }: PostgresAddress, caFile?: string): { sslmode?: string; sslrootcert?: string } {
    return { ...(tls && { sslmode: tls.sslMode }), ...(tls?.caCertificate && { sslrootcert: caFile }) };
}
