import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { type AirflowRuntime } from "./airflow-runtime";

/**
 * One of Airflow's connections: a URI as in `AIRFLOW_CONN_*`, or the fields of
 * https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#json-format
 */
export type AirflowConnection = string | { [field: string]: unknown };

/** The connections that Airflow is to have. */
export interface AirflowConnectionsArgs {
    /** Image and secrets. */
    runtime: AirflowRuntime;
    /** What must be there first: the migrated database. */
    after: pulumi.Resource[];
    /** Connection id → connection. Those made here before and no longer named are removed; all others stay as they are. */
    connections: Record<string, AirflowConnection>;
    /** The user's own, which win over those of the same id. */
    further?: pulumi.Input<Record<string, AirflowConnection>>;
}

/** A job that writes the connections into Airflow's database, encrypted with the fernet key. */
export class AirflowConnections extends pulumi.ComponentResource {
    constructor(name: string, args: AirflowConnectionsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowConnections", name, {}, opts);
        const job = args.runtime.job(["fernetKey"]);
        const all = pulumi
            .all([args.connections, args.further ?? {}])
            .apply(([own, further]) => ({ ...own, ...further }));
        const connections = pulumi.secret(pulumi.jsonStringify(all));
        new Job(
            name,
            {
                ...job,
                after: args.after,
                command: ["airflow-connections"],
                files: { ...job.files, "/run/secrets/connections.json": connections },
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}
