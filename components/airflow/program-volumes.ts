import { type Volume } from "@pulumi/docker/volume";
import { type VolumeMount } from "../docker/conventions";
import { dagsFolder } from "./git-dags";
import { type ProgramUse } from "./program-use";

/** The volumes that Airflow's programs share. */
export interface ProgramVolumes {
    /** The logs of tasks. */
    logs: Volume;
    /** The copies of the repository with the DAGs. Undefined: DAGs come with the code. */
    copies: Volume | undefined;
    /** dbt's graph. Undefined: DAGs find none. */
    dbtDocs: Volume | undefined;
}

type Mounts = Record<string, VolumeMount>;

/** What is mounted in a program, by what it does with DAGs. */
export function programVolumes({ logs, copies, dbtDocs }: ProgramVolumes, dags: ProgramUse["dags"]): Mounts {
    const readsDags = dags === "parses" || dags === "runs";
    return {
        "/opt/airflow/logs": { name: logs.name },
        ...(readsDags && copies && { [dagsFolder]: { name: copies.name } }),
        ...(dags && dbtGraph(dbtDocs)),
    };
}

/** dbt's graph for a container in which DAGs are parsed, or their tasks or triggers run. It may only read. */
export function dbtGraph(docs: Volume | undefined): Mounts {
    return docs ? { "/var/lib/dbt-docs": { name: docs.name, readOnly: true } } : {};
}
