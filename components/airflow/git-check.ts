import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { type AirflowProgramArgs } from "./program";

/**
 * A job that reads the repository with the DAGs as Airflow does. With a wrong key or branch, it fails the update before the programs that
 * read DAGs are replaced; Airflow itself would only note it in a log.
 */
export class GitCheck extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: AirflowProgramArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:GitCheck", name, {}, opts);
        const { containerName } = new Job(
            name,
            { ...args.runtime.gitJob(), after: args.after, command: ["airflow-check-git"] },
            { parent: this },
        );
        this.containerName = containerName;
        this.registerOutputs({ containerName });
    }
}
