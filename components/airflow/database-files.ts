import type * as pulumi from "@pulumi/pulumi";
import { type PostgresLogin, sqlAlchemyUri } from "../data/postgres-address";

/** The certificate of the authority behind the metadata database's server, if it has one. */
const caFile = "/run/secrets/meta_database_ca.pem";

const loginFile = "/run/secrets/sql_alchemy_conn";

/** The login of Airflow's database, as files of a container. */
export function databaseFiles(metadata: PostgresLogin): Record<string, pulumi.Input<string>> {
    return {
        [loginFile]: sqlAlchemyUri(metadata, caFile),
        ...(metadata.tls?.caCertificate && { [caFile]: metadata.tls.caCertificate }),
    };
}

/** In their place: Airflow cannot be imported without an address of a database. This one leads nowhere. */
export const noDatabase = { [loginFile]: "postgresql+psycopg2://nobody@127.0.0.1:1/none" };
