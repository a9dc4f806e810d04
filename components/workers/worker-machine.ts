import { type Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { type SharedDbt } from "../dbt/dbt";
import { DbtSsh } from "../dbt/dbt-ssh";
import { DockerHost } from "../docker/host";
import { type Image, type RunnableImage } from "../docker/image";
import { imageOn } from "../docker/image-on";
import { namedVolume } from "../docker/volume";

/** A machine besides the stack's own. */
export interface WorkerMachineArgs {
    /** Address of its Docker engine, for example `ssh://user@host`. */
    address: string;
    /** The stack's own engine, whose suffix, limits and registry it shares. */
    stackHost: DockerHost;
    /** Airflow's image, where it was built. */
    image: Image;
    /** What a dbt container there holds. Default: there is none. */
    dbt?: SharedDbt;
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
    public readonly image: RunnableImage;
    /** The volume with the graph of the dbt there. Undefined: there is none. */
    public readonly dbtDocs: Volume | undefined;

    constructor(name: string, args: WorkerMachineArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:workers:WorkerMachine", name, {}, opts);
        const { address, stackHost, dbt } = args;
        const { suffix, limits, registry } = stackHost;
        // It publishes no port.
        const host = new DockerHost(
            `${name}-docker`,
            { address, suffix, limits, registry, bindAddress: "127.0.0.1", networks: ["dbt"] },
            { parent: this },
        );
        this.host = host;
        this.image = imageOn(host, `${name}-airflow`, args.image, { parent: this });
        this.dbtDocs = dbt && namedVolume(`${name}-dbt-docs`, host, this);
        if (dbt !== undefined && this.dbtDocs !== undefined) {
            new DbtSsh(
                `${name}-dbt`,
                {
                    ...dbt,
                    host,
                    role: "dbt",
                    image: imageOn(host, `${name}-dbt`, dbt.image, { parent: this }),
                    folders: {},
                    data: namedVolume(`${name}-dbt-data`, host, this),
                    docs: this.dbtDocs,
                    drainSeconds: args.drainSeconds,
                    after: args.after,
                },
                { parent: this },
            );
        }
        this.registerOutputs();
    }
}
