import * as pulumi from "@pulumi/pulumi";

/** Where a Postgres server answers the stack's containers. */
export interface PostgresAddress {
    /** Host name or address, as seen from a container. */
    host: pulumi.Input<string>;
    /** TCP port. */
    port: pulumi.Input<number>;
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

/** The login as a URI of SQLAlchemy with the psycopg2 driver; secret. */
export function sqlAlchemyUri(login: PostgresLogin): pulumi.Output<string> {
    return pulumi.secret(
        pulumi.all([login.user, login.password, login.host, login.port, login.database]).apply(([user, password, host, port, database]) => {
            const [encodedUser, encodedPassword, encodedDatabase] = [user, password, database].map(encodeURIComponent);
            return `postgresql+psycopg2://${encodedUser}:${encodedPassword}@${host}:${port}/${encodedDatabase}`;
        }),
    );
}
