import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { formerlyInAirflowServices } from "./former-services";
import { type AirflowProgramArgs } from "./program";
import { tokenKey } from "./secret-files";

/** Airflow's scheduler with `LocalExecutor`: it also runs the tasks, and so holds what tasks may read. */
export class Scheduler extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: AirflowProgramArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:Scheduler", name, {}, opts);
        const service = new Service(
            name,
            {
                ...args.runtime.program(["fernetKey", tokenKey(args.runtime.hasWorkers)], {
                    dags: "runs",
                    taskLogs: true,
                }),
                networks: ["airflow", "dbt"],
                after: args.after,
                // The API server reads the logs of tasks from the volume that all programs share.
                command: ["airflow", "scheduler", "--skip-serve-logs"],
                // For the tasks as well: they run in it.
                memory: 4096,
                processes: 2048,
                healthCheck: ["healthy", "scheduler"],
            },
            { parent: this, aliases: [formerlyInAirflowServices(name, opts)] },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }
}
