import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { type PostgresLogin } from "../data/postgres-address";
import { type AirflowConnection, AirflowConnections } from "./airflow-connections";
import { AirflowInit } from "./airflow-init";
import { AirflowRuntime, type AirflowSecretValues } from "./airflow-runtime";
import { AirflowServices } from "./airflow-services";

/** Airflow: what it is told, and the secrets that it is given. */
export interface AirflowArgs {
    /** The engine and network. */
    host: DockerHost;
    /** Whether the image carries the DAGs, instead of a mount from the checkout. */
    filesInImages: boolean;
    /** Port on the Docker host for the UI and REST API, for example 8082. */
    apiserverPort: number;
    /** Time zone of schedules and of the UI, for example `Asia/Seoul`. */
    timezone: string;
    /** Name of the admin user. */
    adminUser: string;
    /** Environment variables for DAGs. */
    variables: Record<string, pulumi.Input<string>>;
    /** Further ones that are secret; they come as a file, to what reads DAGs. */
    secretVariables: Record<string, pulumi.Input<string>>;
    /** Connections that Airflow is to have, by id. */
    connections: Record<string, AirflowConnection>;
    /** Further connections from the user, which win over those of the same id. */
    furtherConnections?: pulumi.Input<Record<string, AirflowConnection>>;
    /** Airflow's own database. */
    metadata: PostgresLogin;
    /** Keys and passwords. */
    secrets: AirflowSecretValues;
    /** Files that tasks need, by absolute path; secret. */
    taskFiles: Record<string, pulumi.Input<string>>;
    /** Whether to run the container for `airflow` commands. */
    airflowCli: boolean;
}

/** Airflow 3 with LocalExecutor: a migration job first, then its services and its connections side by side. */
export class Airflow extends pulumi.ComponentResource {
    constructor(name: string, args: AirflowArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:Airflow", name, {}, opts);
        const runtime = new AirflowRuntime(name, args, { parent: this });
        const init = new AirflowInit(
            "airflow-init",
            { runtime, adminUser: args.adminUser, fernetKey: args.secrets.fernetKey },
            { parent: this },
        );
        // The gate: no program of Airflow may see a database that is not migrated.
        const after = [init];
        new AirflowServices(`${name}-services`, { ...args, runtime, after }, { parent: this });
        new AirflowConnections(
            "init-airflow-dbt-ssh-connections",
            { runtime, after, connections: args.connections, further: args.furtherConnections },
            { parent: this },
        );
        this.registerOutputs();
    }
}
