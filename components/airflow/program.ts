import type * as pulumi from "@pulumi/pulumi";
import { type AirflowRuntime } from "./airflow-runtime";

/** What each of Airflow's long-running programs needs. */
export interface AirflowProgramArgs {
    /** Image, folders, volumes and secrets. */
    runtime: AirflowRuntime;
    /** What must exist before the program starts: the migrated database. */
    after: pulumi.Resource[];
}
