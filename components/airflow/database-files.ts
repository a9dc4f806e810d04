import type * as pulumi from "@pulumi/pulumi";
import { type PostgresLogin, sqlAlchemyUri } from "../data/postgres-address";

/** The certificate of the authority behind the metadata database's server, if it has one. */
const caFile = "/run/secrets/meta_database_ca.pem";

/** The login of Airflow's database, as files of a container. */
export function databaseFiles(metadata: PostgresLogin): Record<string, pulumi.Input<string>> {
    return {
        "/run/secrets/sql_alchemy_conn": sqlAlchemyUri(metadata, caFile),
        ...(metadata.tls?.caCertificate && { [caFile]: metadata.tls.caCertificate }),
    };
}
