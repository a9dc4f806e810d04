import { resolve } from "node:path";
import { type Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { type AirflowConnection } from "../airflow/airflow-connections";
import { type TaskPause } from "../airflow/task-pause";
import { type Code } from "../docker/code";
import { type DockerHost } from "../docker/host";
import { Image } from "../docker/image";
import { type Variables } from "../docker/variables";
import { namedVolume } from "../docker/volume";
import { type WebServer } from "../docker/web-server";
import { type SshKeys } from "../secrets/ssh-keys";
import { dbtImage } from "./dbt-image";
import { DbtDocs } from "./dbt-docs";
import { DbtSsh, type SshAddress } from "./dbt-ssh";
import { sshConnection } from "./ssh-connection";

/** dbt: its project, its environment, and who may run it. */
export interface DbtArgs {
    /** The engine and network. */
    host: DockerHost;
    /** How the project in `dbt/` reaches the containers. */
    code: Code;
    /** Port on the Docker host for the docs, for example 8085. */
    docsPort: number;
    /** Whether dbt stays loaded between commands. If false, each command starts its own dbt, which takes three seconds longer. */
    warm: boolean;
    /** The host key that sshd shows, and the one client key that it accepts. */
    sshKeys: SshKeys;
    /** What profiles read with `env_var`: `DBT_TARGET`, the target's warehouse, and any other variable. All are kept secret. */
    variables: Variables;
    /** Files that the warehouse's profile names, by absolute path; secret. */
    files: Record<string, pulumi.Input<string>>;
    /**
     * Pauses Airflow's tasks before an update changes anything here; other running commands get as long as tasks do. Default: nothing
     * does, and commands get 600 seconds.
     */
    pause?: TaskPause;
}

/** What all containers that run this dbt have in common. */
export interface SharedDbt extends Pick<DbtArgs, "warm" | "sshKeys" | "variables" | "files"> {
    /** dbt's image, where it was built. */
    image: Image;
}

/** The container that Airflow reaches over SSH to run dbt, and the one that serves dbt's docs. */
export class Dbt extends pulumi.ComponentResource {
    /** Where Airflow reaches dbt. */
    public readonly address: SshAddress;
    /** How Airflow reaches dbt, as one of its connections; it holds a secret. */
    public readonly connection: AirflowConnection;
    /** Address of the docs. */
    public readonly docsUrl: string;
    /** What a container of the same dbt needs, for machines with one of their own. */
    public readonly shared: SharedDbt;
    /** The volume with the docs, and with the graph of the project for Airflow. */
    public readonly docs: Volume;
    /** The web server of the docs, for the reverse proxy. */
    public readonly docsServer: WebServer;

    constructor(name: string, args: DbtArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:dbt:Dbt", name, {}, opts);
        const { host } = args;
        const image = new Image(name, { host, ...dbtImage(args.code) }, { parent: this });
        const { warm, sshKeys, variables, files } = args;
        this.shared = { image, warm, sshKeys, variables, files };
        const data = namedVolume(`${name}-data`, host, this);
        const docs = namedVolume(`${name}-docs`, host, this);
        this.docs = docs;
        const ssh = new DbtSsh(
            name,
            {
                host,
                ...this.shared,
                folders: args.code === "baked" ? {} : { "/usr/app": resolve("dbt") },
                data,
                docs,
                drainSeconds: args.pause?.seconds ?? 600,
                after: args.pause && [args.pause],
            },
            { parent: this },
        );
        const { url, webServer } = new DbtDocs(
            `${name}-docs`,
            { host, image, docs, port: args.docsPort },
            { parent: this },
        );
        this.address = ssh.address;
        this.connection = sshConnection(ssh.address, args.sshKeys);
        this.docsUrl = url;
        this.docsServer = webServer;
        this.registerOutputs({ address: this.address, docsUrl: this.docsUrl });
    }
}
