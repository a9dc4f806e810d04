import type * as pulumi from "@pulumi/pulumi";
import { type AirflowRuntimeArgs } from "./airflow-runtime-args";
import { gitDags } from "./git-dags";
import { variablesFile } from "./variables-file";

/** What a program does besides its own work. */
export interface ProgramUse {
    /** It parses DAGs, or runs their tasks, or their triggers alone, for which it reads no DAG. Default: neither. */
    dags?: "parses" | "runs" | "triggers";
    /** Whether it writes or shows the logs of tasks. Default: false. */
    taskLogs?: boolean;
}

/** Files by absolute path, for programs by what they do with DAGs. */
export type FilesByUse = Record<"ignores" | NonNullable<ProgramUse["dags"]>, Record<string, pulumi.Input<string>>>;

export function filesByUse({ variables, dags, taskFiles, failureNotice }: AirflowRuntimeArgs): FilesByUse {
    const ofUser = variablesFile(variables.secret);
    const { files: ofGit } = gitDags(dags);
    return {
        ignores: {},
        // Airflow calls the callbacks of DAGs in the DAG processor.
        parses: { ...ofUser, ...ofGit, ...(failureNotice && { "/run/secrets/failure_notice": failureNotice }) },
        runs: { ...ofUser, ...ofGit, ...taskFiles },
        triggers: { ...ofUser, ...taskFiles },
    };
}
