import * as pulumi from "@pulumi/pulumi";
import { Job } from "../docker/job";
import { type AirflowRuntime } from "./airflow-runtime";

/**
 * One of Airflow's connections: a URI as in `AIRFLOW_CONN_*`, or the fields of
 * https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#json-format
 */
export type AirflowConnection = string | { [field: string]: unknown };

/** One of Airflow's pools: how many tasks of those that name it run at once. */
export interface AirflowPool {
    /** -1 for any number. */
    slots: number;
    /** Shown in the UI. Default: a hint that edits are overwritten. */
    description?: string;
    /** Whether deferred tasks hold a slot as well. Default: false. */
    include_deferred?: boolean;
}

/** The connections and pools that Airflow is to have. */
export interface AirflowConnectionsArgs {
    /** Image and secrets. */
    runtime: AirflowRuntime;
    /** What must exist before: the migrated database. */
    after: pulumi.Resource[];
    /** Connection id → connection. Those created here before and no longer named are deleted; all others stay as they are. */
    connections: Record<string, AirflowConnection>;
    /** The user's own, which win over those of the same id. Default: none. */
    further?: pulumi.Input<Record<string, AirflowConnection>>;
    /** Pools by name, under the same rule. Default: none but Airflow's own `default_pool`. */
    pools?: Record<string, AirflowPool>;
}

/** A job that writes the connections, encrypted with the Fernet key, and the pools into Airflow's database. */
export class AirflowConnections extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: AirflowConnectionsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowConnections", name, {}, opts);
        const job = args.runtime.job(["fernetKey"]);
        const all = pulumi
            .all([args.connections, args.further ?? {}])
            .apply(([own, further]) => ({ ...own, ...further }));
        const pools = args.pools ?? {};
        const { containerName } = new Job(
            name,
            {
                ...job,
                after: args.after,
                command: ["airflow-connections"],
                // Beside the services, which start meanwhile.
                cpuShares: 64,
                files: {
                    ...job.files,
                    "/run/secrets/connections.json": pulumi.secret(pulumi.jsonStringify(all)),
                    ...(Object.keys(pools).length > 0 && { "/run/secrets/pools.json": JSON.stringify(pools) }),
                },
            },
            { parent: this },
        );
        this.containerName = containerName;
        this.registerOutputs({ containerName });
    }
}
