import { postgresConnection } from "../airflow/postgres-connection";
import { type PostgresLogin, tlsParameters } from "../data/postgres-address";
import { type DbtTarget, type Warehouse } from "./warehouse";

/** Where containers find the certificate of the authority behind the analytics server's. */
const caFile = "/run/secrets/analytics_ca.pem";

/** A database on Postgres as the warehouse. */
export function postgresWarehouse(target: DbtTarget, login: PostgresLogin): Warehouse {
    const name = `${target.toUpperCase()}_ANALYTICS`;
    const { sslmode, sslrootcert } = tlsParameters(login, caFile);
    return {
        analytics: postgresConnection(login, caFile),
        variables: {
            plain: {
                [`${name}_WAREHOUSE`]: "postgres",
                [`${name}_POSTGRES_HOST`]: login.host,
                [`${name}_POSTGRES_PORT`]: login.port,
                [`${name}_POSTGRES_DB`]: login.database,
                [`${name}_POSTGRES_USER`]: login.user,
                ...(sslmode && { [`${name}_POSTGRES_SSLMODE`]: sslmode }),
                ...(sslrootcert && { [`${name}_POSTGRES_SSLROOTCERT`]: sslrootcert }),
            },
            secret: { [`${name}_POSTGRES_PASSWORD`]: login.password },
        },
        files: login.tls?.caCertificate ? { [caFile]: login.tls.caCertificate } : {},
    };
}
