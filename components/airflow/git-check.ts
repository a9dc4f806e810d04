import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { type GitDags, gitDags } from "./git-dags";
import { type AirflowProgramArgs } from "./program";

/** The repository that is to be read. */
export interface GitCheckArgs extends AirflowProgramArgs {
    /** What Airflow's programs read, with the key for it. */
    dags: GitDags;
}

/**
 * A job that reads the repository with the DAGs as Airflow does. With a wrong key or branch, it fails the update before the programs that
 * read DAGs are replaced; Airflow itself would only note it in a log.
 */
export class GitCheck extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: GitCheckArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:GitCheck", name, {}, opts);
        const job = args.runtime.job([]);
        const { environment, files } = gitDags(args.dags);
        const { containerName } = new Job(
            name,
            {
                ...job,
                environment: { ...job.environment, ...environment },
                files: { ...job.files, ...files },
                after: args.after,
                command: ["airflow-check-git"],
            },
            { parent: this },
        );
        this.containerName = containerName;
        this.registerOutputs({ containerName });
    }
}
