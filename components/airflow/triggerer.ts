import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { formerlyInAirflowServices } from "./former-services";
import { type AirflowProgramArgs } from "./program";

/** Airflow's triggerer: runs the triggers for which deferred tasks wait. */
export class Triggerer extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: AirflowProgramArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:Triggerer", name, {}, opts);
        const service = new Service(
            name,
            {
                ...args.runtime.program(["fernetKey"], { dags: "triggers", taskLogs: true }),
                networks: ["airflow", "dbt"],
                after: args.after,
                // The API server reads the logs of tasks from the volume that all programs share.
                command: ["airflow", "triggerer", "--skip-serve-logs"],
                memory: 2048,
                cpuShares: 256,
                healthCheck: ["healthy", "triggerer"],
            },
            { parent: this, aliases: [formerlyInAirflowServices(name, opts)] },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }
}
