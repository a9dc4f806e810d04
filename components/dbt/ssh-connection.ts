import { type AirflowConnection } from "../airflow/airflow-connections";
import { type SshKeys } from "../secrets/ssh-keys";
import { type SshAddress } from "./dbt-ssh";

/**
 * How Airflow reaches dbt: by key, and only the host that holds the pinned host key. Airflow reads the pin from `host_key`
 * (a field named `ssh_key` is ignored without a word), and `cmd_timeout` is 10 seconds unless it is null:
 * https://airflow.apache.org/docs/apache-airflow-providers-ssh/stable/connections/ssh.html
 */
export function sshConnection({ host, port }: SshAddress, keys: SshKeys): AirflowConnection {
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
