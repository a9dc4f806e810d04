import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { formerlyInAirflowServices } from "./former-services";
import { type AirflowProgramArgs } from "./program";

/** Airflow's API server. */
export interface ApiServerArgs extends AirflowProgramArgs {
    /** Port on the Docker host for the UI and the REST API, for example 8082. */
    port: number;
}

/** Airflow's API server: the UI, the REST API, and the API by which tasks report. It reads no DAG files. */
export class ApiServer extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;
    /** Address of the UI and the REST API. */
    public readonly url: string;

    constructor(name: string, args: ApiServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:ApiServer", name, {}, opts);
        const service = new Service(
            name,
            {
                ...args.runtime.program(["fernetKey", "jwtSecret", "apiSecretKey"], { taskLogs: true }),
                after: args.after,
                command: ["airflow", "api-server"],
                memory: 2048,
                // People wait for it, and tasks report to it.
                cpuShares: 2048,
                port: { internal: 8080, external: args.port },
                healthCheck: ["healthy", "apiserver"],
            },
            { parent: this, aliases: [formerlyInAirflowServices(name, opts)] },
        );
        this.containerName = service.containerName;
        this.url = args.runtime.host.urlOf(args.port);
        this.registerOutputs({ containerName: this.containerName, url: this.url });
    }
}
