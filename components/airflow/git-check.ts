import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { type AirflowRuntime } from "./airflow-runtime";
import { noDatabase } from "./database-files";
import { type GitDags, gitDags } from "./git-dags";

/** The repository that is to be read. */
export interface GitCheckArgs {
    /** What all programs have in common. */
    runtime: AirflowRuntime;
    /** What Airflow's programs read, with the key for it. */
    dags: GitDags;
}

/**
 * A job that reads the repository with the DAGs as Airflow does. With a wrong key or branch, it fails the update before tasks are paused and
 * anything is replaced; Airflow itself would only note it in a log. It uses no database, since there may be none yet.
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
                files: { ...job.files, ...noDatabase, ...files },
                command: ["airflow-check-git"],
            },
            { parent: this },
        );
        this.containerName = containerName;
        this.registerOutputs({ containerName });
    }
}
