import { type PostgresLogin } from "../data/postgres-address";
import { type SshKeys } from "../secrets/ssh-keys";
import { type AirflowConnection } from "./airflow-connections";

/** What the stack's own connections lead to. */
export interface DefaultConnectionsArgs {
    /** Id of the connection by which DAGs reach dbt. */
    sshConnectionId: string;
    /** The client key that dbt lets in, and the host key that it shows. */
    sshKeys: SshKeys;
    /** dbt's database, as connection `analytics`. */
    analytics: PostgresLogin;
    /** The example's source system, as connection `source`, if the stack has it. */
    source: PostgresLogin | undefined;
}

/** The connections that every stack has. */
export function defaultConnections(args: DefaultConnectionsArgs): Record<string, AirflowConnection> {
    return {
        [args.sshConnectionId]: dbtSshConnection(args.sshKeys),
        analytics: postgresConnection(args.analytics),
        ...(args.source && { source: postgresConnection(args.source) }),
    };
}

/**
 * How Airflow reaches dbt: by key, and only the host that holds the pinned host key. Airflow reads the pin from `host_key`
 * (a field named `ssh_key` is ignored without a word), and `cmd_timeout` is 10 seconds unless it is null:
 * https://airflow.apache.org/docs/apache-airflow-providers-ssh/stable/connections/ssh.html
 */
function dbtSshConnection(keys: SshKeys): AirflowConnection {
    return {
        conn_type: "ssh",
        host: "dbt",
        port: 22,
        login: "airflow",
        extra: {
            private_key: keys.clientPrivateKey,
            host_key: keys.hostPublicKey,
            no_host_key_check: false,
            look_for_keys: false,
            cmd_timeout: null,
            conn_timeout: 10,
        },
    };
}

/** A database as a connection of Airflow's Postgres provider. */
function postgresConnection(login: PostgresLogin): AirflowConnection {
    return {
        conn_type: "postgres",
        host: login.host,
        port: login.port,
        login: login.user,
        password: login.password,
        schema: login.database,
    };
}
