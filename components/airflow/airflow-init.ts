import { Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { type AirflowRuntime } from "./airflow-runtime";
import { airflowPrograms } from "./airflow-services";

/** The job that makes Airflow's database ready. */
export interface AirflowInitArgs {
    /** Image and secrets. */
    runtime: AirflowRuntime;
    /** Name of the admin user. */
    adminUser: string;
    /** The key that encrypts connections and variables; secret. */
    fernetKey: pulumi.Input<string>;
}

/**
 * Migrates the database to the image's version, creates the admin user, and rotates the Fernet key. If a migration or a new key is
 * needed, the services are stopped first (the scheduler finishes its running tasks) and the database is dumped to a volume; otherwise
 * they go on running.
 * https://airflow.apache.org/docs/apache-airflow/stable/security/secrets/fernet.html#rotating-encryption-keys
 */
export class AirflowInit extends pulumi.ComponentResource {
    constructor(name: string, args: AirflowInitArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowInit", name, {}, opts);
        const job = args.runtime.job(["adminPassword"]);
        const { host } = job;
        const backups = new Volume(
            "airflow-backups",
            { name: host.nameOf("airflow-backups"), labels: host.labels("airflow-backups", "volume") },
            // A volume cannot be relabelled, only replaced: no label is worth the dumps.
            { parent: this, provider: host.provider, ignoreChanges: ["labels"] },
        );
        new Job(
            name,
            {
                ...job,
                command: ["airflow-init"],
                environment: { AIRFLOW_ADMIN_USER: args.adminUser },
                volumes: { "/var/lib/airflow-backups": { name: backups.name } },
                handover: { secret: args.fernetKey },
                services: {
                    draining: [host.nameOf("airflow-scheduler")],
                    others: airflowPrograms.filter((name) => name !== "airflow-scheduler").map((name) => host.nameOf(name)),
                },
            },
            // Stacks made before this component have the job one level up, under the same name.
            { parent: this, aliases: [{ parent: opts?.parent }] },
        );
        this.registerOutputs();
    }
}
