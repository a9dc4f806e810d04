import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { formerlyInAirflowServices } from "./former-services";
import { type AirflowProgramArgs } from "./program";

/** Airflow's DAG processor: parses the DAG files, and runs no task. */
export class DagProcessor extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: AirflowProgramArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:DagProcessor", name, {}, opts);
        const service = new Service(
            name,
            {
                ...args.runtime.program(["fernetKey"], { dags: "parses" }),
                after: args.after,
                // A DAG file may ask dbt what it selects.
                networks: ["airflow", "dbt"],
                command: ["airflow", "dag-processor"],
                memory: 2048,
                cpuShares: 256,
                healthCheck: ["healthy", "dag-processor"],
            },
            { parent: this, aliases: [formerlyInAirflowServices(name, opts)] },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }
}
