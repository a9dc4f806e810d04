import { type SourceDatabase } from "../data/source-database";
import { type SshAddress } from "../dbt/dbt-ssh";
import { type SshKeys } from "../secrets/ssh-keys";
import { type AirflowConnection } from "./airflow-connections";
import { postgresConnection } from "./postgres-connection";

/** What the stack's own connections lead to. */
export interface DefaultConnectionsArgs {
    /** Id of the connection by which DAGs reach dbt. */
    sshConnectionId: string;
    /** Where dbt's SSH server answers. */
    dbt: SshAddress;
    /** The client key that dbt lets in, and the host key that it shows. */
    sshKeys: SshKeys;
    /** The warehouse's, with the id `analytics`. */
    analytics: AirflowConnection;
    /**
     * The example's source system, if the stack has it: as connection `source` for the extract, which may only read, and as
     * `source_owner` for the task that fills it.
     */
    source: Pick<SourceDatabase, "owner" | "reader"> | undefined;
}

/** The connections that every stack has. */
export function defaultConnections(args: DefaultConnectionsArgs): Record<string, AirflowConnection> {
    return {
        [args.sshConnectionId]: dbtSshConnection(args.dbt, args.sshKeys),
        analytics: args.analytics,
        ...(args.source && {
            source: postgresConnection(args.source.reader),
            source_owner: postgresConnection(args.source.owner),
        }),
    };
}

/**
 * How Airflow reaches dbt: by key, and only the host that holds the pinned host key. Airflow reads the pin from `host_key`
 * (a field named `ssh_key` is ignored without a word), and `cmd_timeout` is 10 seconds unless it is null:
 * https://airflow.apache.org/docs/apache-airflow-providers-ssh/stable/connections/ssh.html
 */
function dbtSshConnection({ host, port }: SshAddress, keys: SshKeys): AirflowConnection {
    return {
        conn_type: "ssh",
        host,
        port,
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
