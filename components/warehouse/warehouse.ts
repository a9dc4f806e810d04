import type * as pulumi from "@pulumi/pulumi";
import { type AirflowConnection } from "../airflow/airflow-connections";
import { type Variables } from "../docker/variables";
import { type PostgresLogin } from "../data/postgres-address";

/** Where dbt builds. */
export type WarehousePlace = { kind: "postgres"; login: PostgresLogin } | BigQueryPlace;

/** A dataset of BigQuery. */
export interface BigQueryPlace {
    kind: "bigquery";
    /** Id of the Google Cloud project. */
    project: string;
    /** Location of the datasets, for example `asia-northeast3`. */
    location: string;
    /** Dataset in which dbt builds. */
    dataset: string;
}

/** What those who use the warehouse are given, whichever it is. */
export interface Warehouse {
    /** Airflow's connection `analytics`. */
    analytics: AirflowConnection;
    /** Environment variables of dbt and of DAGs. */
    variables: Variables;
    /** Files that dbt and tasks need, by absolute path; secret. */
    files: Record<string, pulumi.Input<string>>;
}

/** Target of dbt's profile; its name in capitals begins the names of its variables, as in the compose layout. */
export type DbtTarget = "local" | "prod";
