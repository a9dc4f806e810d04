import { type Volume } from "@pulumi/docker/volume";
import type * as pulumi from "@pulumi/pulumi";
import { type PostgresLogin } from "../data/postgres-address";
import { type Code } from "../docker/code";
import { type DockerHost } from "../docker/host";
import { type Variables } from "../docker/variables";
import { type Executors } from "./executors";
import { type GitDags } from "./git-dags";
import { type RemoteLogs } from "./remote-logs";
import { type AirflowSecretValues } from "./secret-files";

/** What all Airflow containers have in common. */
export interface AirflowRuntimeArgs extends Executors {
    /** The engine and network. */
    host: DockerHost;
    /** How `airflow/dags` and `airflow/plugins` reach the containers. */
    code: Code;
    /** The git repository with the DAGs. Default: they come with the code. */
    dags?: GitDags;
    /** Host name of the API server on the stack's network; tasks report to it. */
    apiServer: string;
    /** `[api] base_url`, the UI's address for browsers. Default: links in messages have none. */
    baseUrl: string | undefined;
    /** `[core] default_timezone`, of schedules and of the UI: a name of the IANA time zone database, for example `Asia/Seoul`. */
    timezone: string;
    /** Airflow's own database, which every container but workers uses. */
    metadata: PostgresLogin;
    /** Each secret; a container gets only those that it names. */
    secrets: AirflowSecretValues;
    /** Environment variables: of all programs, and, if secret, of those that read DAGs. Options of Airflow reach all, and jobs as well. */
    variables: Variables;
    /** The volume with dbt's graph, for programs that do something with DAGs. Default: they find none. */
    dbtDocs?: Volume;
    /** Files that tasks need, by absolute path; secret. */
    taskFiles: Record<string, pulumi.Input<string>>;
    /** The bucket that keeps the logs of tasks. Default: they stay on the volume. */
    remoteLogs?: RemoteLogs;
    /**
     * Where failed DAG runs are told, secret: `https://…` for a webhook that takes `{"text": …}`, or
     * `smtp://<user>:<password>@<host>:587/?from=<address>&to=<address>`. Default: nowhere.
     */
    failureNotice?: pulumi.Input<string>;
    /** Address of the collector that gets metrics, as OTLP over HTTP, for example `http://collector:4318`. Default: none are sent. */
    metricsEndpoint?: string;
}
