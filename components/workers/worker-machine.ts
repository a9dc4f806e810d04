import * as pulumi from "@pulumi/pulumi";
import { airflowImage } from "../airflow/airflow-image";
import { dbtImage } from "../dbt/dbt-image";
import { DbtSsh } from "../dbt/dbt-ssh";
import { type Code } from "../docker/code";
import { DockerHost, type Limits } from "../docker/host";
import { Image } from "../docker/image";
import { type Variables } from "../docker/variables";
import { namedVolume } from "../docker/volume";
import { type SshKeys } from "../secrets/ssh-keys";

/** dbt as the stack has it, for machines with a container of their own. */
export interface WorkerDbt {
    /** Whether dbt stays loaded between commands. */
    warm: boolean;
    /** The host key that sshd shows, and the one client key that it accepts. */
    sshKeys: SshKeys;
    /** What profiles read with `env_var`; kept secret. */
    variables: Variables;
    /** Files that the warehouse's profile names, by absolute path; secret. */
    files: Record<string, pulumi.Input<string>>;
}

/** A machine besides the stack's own. */
export interface WorkerMachineArgs {
    /** Address of its Docker engine, for example `ssh://user@host`. */
    address: string;
    /** Ends the name of every container, network and volume. */
    suffix: string;
    /** Limits of containers, by their names without the suffix. */
    limits: Record<string, Limits>;
    /** How DAGs and the dbt project reach the containers. */
    code: Code;
    /** What a dbt container there holds. Default: there is none. */
    dbt?: WorkerDbt;
    /** How many seconds running commands of dbt get to finish when the container is replaced. */
    drainSeconds: number;
    /** What must exist before dbt starts. Default: nothing. */
    after?: pulumi.Resource[];
}

/** A machine on which workers run: its Docker engine, Airflow's image there, and dbt under the name by which DAGs know it. */
export class WorkerMachine extends pulumi.ComponentResource {
    /** The engine and network. */
    public readonly host: DockerHost;
    /** Airflow's image. */
    public readonly image: Image;

    constructor(name: string, args: WorkerMachineArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:workers:WorkerMachine", name, {}, opts);
        const { address, suffix, limits, code, dbt } = args;
        // It publishes no port.
        const host = new DockerHost(
            `${name}-docker`,
            { address, suffix, limits, bindAddress: "127.0.0.1", networks: ["dbt"] },
            { parent: this },
        );
        this.host = host;
        this.image = new Image(`${name}-airflow`, { host, ...airflowImage(code) }, { parent: this });
        if (dbt !== undefined) {
            new DbtSsh(
                `${name}-dbt`,
                {
                    host,
                    role: "dbt",
                    image: new Image(`${name}-dbt`, { host, ...dbtImage(code) }, { parent: this }),
                    folders: {},
                    data: namedVolume(`${name}-dbt-data`, host, this),
                    docs: namedVolume(`${name}-dbt-docs`, host, this),
                    warm: dbt.warm,
                    sshKeys: dbt.sshKeys,
                    environment: { ...dbt.variables.plain, ...dbt.variables.secret },
                    files: dbt.files,
                    drainSeconds: args.drainSeconds,
                    after: args.after,
                },
                { parent: this },
            );
        }
        this.registerOutputs();
    }
}
