import type { Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { environmentFile } from "../docker/environment-file";
import { formerServiceUrn } from "../docker/former-type";
import { type DockerHost } from "../docker/host";
import { type RunnableImage } from "../docker/image";
import { Service } from "../docker/service";
import { type Variables } from "../docker/variables";
import { type SshKeys } from "../secrets/ssh-keys";

/** The container that runs dbt. */
export interface DbtSshArgs {
    /** The engine and network. */
    host: DockerHost;
    /** dbt's image. */
    image: RunnableImage;
    /** Its host name on the network. Default: the name of the component. */
    role?: string;
    /** Folders of the checkout that are mounted: path in the container → absolute path on the host. */
    folders: Record<string, string>;
    /** Volume for what dbt writes: its target folder and logs. */
    data: Volume;
    /** Volume that the docs are written to. */
    docs: Volume;
    /** Whether dbt stays loaded between commands. */
    warm: boolean;
    /** The host key that sshd shows, and the one client key that it accepts. */
    sshKeys: SshKeys;
    /** What profiles read with `env_var`. All are kept secret, as a file. */
    variables: Variables;
    /** Files that the warehouse's profile names, by absolute path; secret. */
    files: Record<string, pulumi.Input<string>>;
    /** How many seconds running commands get to finish when the container is replaced. */
    drainSeconds: number;
    /** What must exist before the container starts. Default: nothing. */
    after?: pulumi.Resource[];
}

/** Where an SSH server answers the stack's containers. */
export interface SshAddress {
    /** Host name on the stack's network. */
    host: string;
    /** TCP port. */
    port: number;
}

/** dbt with an SSH server, by which Airflow runs it. */
export class DbtSsh extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;
    /** Where Airflow reaches the SSH server. */
    public readonly address: SshAddress;

    constructor(name: string, args: DbtSshArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:dbt:DbtSsh", name, {}, opts);
        const service = new Service(
            name,
            {
                host: args.host,
                role: args.role,
                networks: ["dbt"],
                image: args.image,
                files: {
                    ...args.files,
                    "/etc/ssh/ssh_host_rsa_key": args.sshKeys.hostPrivateKey,
                    "/run/secrets/authorized_keys": args.sshKeys.clientPublicKey,
                    "/run/secrets/dbt.env": environmentFile({ ...args.variables.plain, ...args.variables.secret }),
                },
                environment: args.warm ? {} : { WARM_DBT: "false" },
                folders: args.folders,
                volumes: { "/var/lib/dbt": { name: args.data.name }, "/var/lib/dbt-docs": { name: args.docs.name } },
                healthCheck: ["healthy", "dbt"],
                memory: 4096,
                processes: 2048,
                graceSeconds: args.drainSeconds + 20,
                after: args.after,
            },
            { parent: this, aliases: [formerServiceUrn(name, opts?.parent)] },
        );
        this.containerName = service.containerName;
        this.address = { host: args.role ?? name, port: 22 };
        this.registerOutputs({ containerName: this.containerName, address: this.address });
    }
}
