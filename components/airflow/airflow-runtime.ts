import { resolve } from "node:path";
import { Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs } from "../docker/conventions";
import { type DockerHost } from "../docker/host";
import { environmentFile } from "../docker/environment-file";
import { Image } from "../docker/image";
import { type PostgresLogin, sqlAlchemyUri } from "../data/postgres-address";

/** Secrets that Airflow's containers read from files. */
export interface AirflowSecretValues {
    /** `[core] fernet_key`. */
    fernetKey: pulumi.Input<string>;
    /** `[api] secret_key`. */
    apiSecretKey: pulumi.Input<string>;
    /** `[api_auth] jwt_secret`. */
    jwtSecret: pulumi.Input<string>;
    /** The admin user's password. */
    adminPassword: pulumi.Input<string>;
}

/** The file in a container that holds each of them; `airflow.cfg` reads these with `…_cmd`. */
const secretFiles: Record<keyof AirflowSecretValues, string> = {
    fernetKey: "/run/secrets/fernet_key",
    apiSecretKey: "/run/secrets/api_secret_key",
    jwtSecret: "/run/secrets/jwt_secret",
    adminPassword: "/run/secrets/admin_password",
};

/** The certificate of the authority behind the metadata database's server, if it has one. */
const caFile = "/run/secrets/meta_database_ca.pem";

/** A secret by its name. */
export type AirflowSecretName = keyof AirflowSecretValues;

/** What all Airflow containers have in common. */
export interface AirflowRuntimeArgs {
    /** The engine and network. */
    host: DockerHost;
    /**
     * Whether the image carries a copy of `airflow/dags`. Default: false, the folder is mounted from the checkout and an edit
     * is live. True where the Docker host cannot see the checkout.
     */
    filesInImages: boolean;
    /** Airflow's own database, which every container uses. */
    metadata: PostgresLogin;
    /** Each secret; a container gets only those that it names. */
    secrets: AirflowSecretValues;
    /** Environment variables for DAGs that are secret. */
    secretVariables: Record<string, pulumi.Input<string>>;
    /** Files that tasks need, by absolute path; secret. */
    taskFiles: Record<string, pulumi.Input<string>>;
}

/** Airflow's image, its log volume, and what a container needs to run one of Airflow's programs. */
export class AirflowRuntime extends pulumi.ComponentResource {
    private readonly shared: Pick<ContainerConventionArgs, "host" | "image" | "folders">;
    private readonly logs: Volume;
    private readonly database: Record<string, pulumi.Input<string>>;
    /** Files for what reads DAGs. */
    private readonly dagFiles: Record<string, pulumi.Input<string>>;
    private readonly taskFiles: Record<string, pulumi.Input<string>>;
    private readonly secrets: AirflowSecretValues;

    constructor(name: string, args: AirflowRuntimeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowRuntime", name, {}, opts);
        const { host, filesInImages, metadata } = args;
        const image = new Image(
            "airflow",
            {
                host,
                dockerfile: "images/airflow/Dockerfile",
                target: filesInImages ? "baked" : "runtime",
                files: [
                    "airflow/pyproject.toml",
                    "airflow/uv.lock",
                    "airflow/airflow.cfg",
                    "images/airflow",
                    ...(filesInImages ? ["airflow/dags"] : []),
                ],
            },
            { parent: this },
        );
        this.logs = new Volume(
            `${name}-logs`,
            { name: host.nameOf("airflow-logs"), labels: host.labels("airflow-logs", "volume") },
            { parent: this, provider: host.provider },
        );
        this.database = {
            "/run/secrets/sql_alchemy_conn": sqlAlchemyUri(metadata, caFile),
            ...(metadata.tls?.caCertificate && { [caFile]: metadata.tls.caCertificate }),
        };
        this.shared = { host, image, folders: filesInImages ? {} : { "/opt/airflow/dags": resolve("airflow/dags") } };
        const { secretVariables } = args;
        this.dagFiles =
            Object.keys(secretVariables).length > 0
                ? { "/run/secrets/variables.env": environmentFile(secretVariables) }
                : {};
        this.taskFiles = { ...this.dagFiles, ...args.taskFiles };
        this.secrets = args.secrets;
        this.registerOutputs();
    }

    /** For a job, which neither reads DAGs nor writes task logs. */
    public job(secrets: AirflowSecretName[]): Pick<ContainerConventionArgs, "host" | "image" | "files"> {
        const { host, image } = this.shared;
        return { host, image, files: this.files(secrets) };
    }

    /** For a program that writes logs; it may read DAGs, or even run what they say. */
    public program(
        secrets: AirflowSecretName[],
        runs: "dags" | "tasks" | undefined,
    ): Pick<ContainerConventionArgs, "host" | "image" | "folders" | "files" | "volumes"> {
        const more = { dags: this.dagFiles, tasks: this.taskFiles };
        const files = { ...this.files(secrets), ...(runs && more[runs]) };
        return { ...this.shared, files, volumes: { "/opt/airflow/logs": { name: this.logs.name } } };
    }

    private files(names: AirflowSecretName[]): Record<string, pulumi.Input<string>> {
        return {
            ...this.database,
            ...Object.fromEntries(names.map((name) => [secretFiles[name], this.secrets[name]])),
        };
    }
}
