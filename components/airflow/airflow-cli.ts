import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { formerlyInAirflowServices } from "./former-services";
import { type AirflowProgramArgs } from "./program";

/** A container for `airflow` commands and nothing else, with all that a task may read. */
export class AirflowCli extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: AirflowProgramArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowCli", name, {}, opts);
        const service = new Service(
            name,
            {
                ...args.runtime.program(["fernetKey", "jwtSecret", "apiSecretKey"], { dags: "runs" }),
                networks: ["airflow", "dbt"],
                after: args.after,
                command: ["sleep", "infinity"],
                memory: 2048,
                healthCheck: ["true"],
            },
            { parent: this, aliases: [formerlyInAirflowServices(name, opts)] },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }
}
