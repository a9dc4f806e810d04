import { type PostgresLogin, tlsParameters } from "../data/postgres-address";
import { type AirflowConnection } from "./airflow-connections";

/**
 * A database as a connection of Airflow's Postgres provider.
 *
 * @param caFile where tasks find the authority's certificate, if the login has one
 */
export function postgresConnection(login: PostgresLogin, caFile?: string): AirflowConnection {
    return {
        conn_type: "postgres",
        host: login.host,
        port: login.port,
        login: login.user,
        password: login.password,
        schema: login.database,
        ...(login.tls && { extra: tlsParameters(login, caFile) }),
    };
}
