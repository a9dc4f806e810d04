import { type Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { namedVolume } from "../docker/volume";
import { type AirflowRuntime } from "./airflow-runtime";

/** The job that prepares Airflow's database. */
export interface AirflowInitArgs {
    /** Image and secrets. */
    runtime: AirflowRuntime;
    /** What must exist before the job runs. */
    after: pulumi.Resource[];
    /** Name of the admin user. */
    adminUser: string;
    /** The key that encrypts connections and variables; secret. */
    fernetKey: pulumi.Input<string>;
    /** Names of the programs in which tasks run, without the stack's suffix. Before a migration or a new key they finish those. */
    taskRunners: string[];
    /** Names of the other programs that use the database, without the stack's suffix. They stop after those. */
    otherPrograms: string[];
    /** Those of them that lose nothing when they are killed. */
    worklessPrograms: string[];
    /** How many seconds running tasks get to finish. */
    drainSeconds: number;
    /** Name of the volume for dumps, without the stack's suffix. */
    backups: string;
}

/**
 * Migrates the database to the image's version, creates the admin user, and rotates the Fernet key. If a migration or a new key is
 * needed, the services are stopped first (running tasks finish) and the database is dumped to a volume; otherwise
 * they go on running.
 * https://airflow.apache.org/docs/apache-airflow/stable/security/secrets/fernet.html#rotating-encryption-keys
 */
export class AirflowInit extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;
    /** The volume with the dumps, on which backups are kept as well. */
    public readonly backups: Volume;

    constructor(name: string, args: AirflowInitArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowInit", name, {}, opts);
        const job = args.runtime.job(["adminPassword"]);
        const { host } = job;
        this.backups = namedVolume(args.backups, host, this);
        const { containerName } = new Job(
            name,
            {
                ...job,
                after: args.after,
                command: ["airflow-init"],
                environment: { ...job.environment, AIRFLOW_ADMIN_USER: args.adminUser },
                volumes: { "/var/lib/airflow-backups": { name: this.backups.name } },
                handover: { secret: args.fernetKey },
                services: {
                    draining: args.taskRunners.map((program) => host.nameOf(program)),
                    drainSeconds: args.drainSeconds,
                    others: args.otherPrograms.map((program) => host.nameOf(program)),
                    workless: args.worklessPrograms.map((program) => host.nameOf(program)),
                },
            },
            { parent: this },
        );
        this.containerName = containerName;
        this.registerOutputs({ containerName });
    }
}
