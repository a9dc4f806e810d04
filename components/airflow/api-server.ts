import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { type WebServer } from "../docker/web-server";
import { formerlyInAirflowServices } from "./former-services";
import { type AirflowProgramArgs } from "./program";
import { tokenKey } from "./secret-files";
import { type SingleSignOn, singleSignOnOptions } from "./single-sign-on";

/** Airflow's API server. */
export interface ApiServerArgs extends AirflowProgramArgs {
    /** Port on the Docker host for the UI and the REST API, for example 8082. */
    port: number;
    /** The OpenID server with which people log in to the UI. Default: a password of Airflow. */
    singleSignOn?: SingleSignOn;
    /** Address of dbt's docs for browsers, for example `http://127.0.0.1:8085`. Default: tasks of dbt's nodes have no link to them. */
    dbtDocsUrl?: string;
}

/** Airflow's API server: the UI, the REST API, and the API by which tasks report. It reads no DAG files. */
export class ApiServer extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;
    /** Address of the UI and the REST API. */
    public readonly url: string;
    /** The same, for the reverse proxy. */
    public readonly webServer: WebServer;

    constructor(name: string, args: ApiServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:ApiServer", name, {}, opts);
        const { host, hasWorkers } = args.runtime;
        const program = args.runtime.program(
            ["fernetKey", "apiSecretKey", tokenKey(hasWorkers), ...(hasWorkers ? (["workerSecret"] as const) : [])],
            { taskLogs: true },
        );
        const { environment, files } = singleSignOnOptions(args.singleSignOn);
        const service = new Service(
            name,
            {
                ...program,
                networks: host.tls || hasWorkers ? ["airflow", "web"] : ["airflow"],
                environment: {
                    // A variable of the user's wins.
                    ...environment,
                    ...(args.dbtDocsUrl && { DBT_DOCS_URL: args.dbtDocsUrl }),
                    ...program.environment,
                    // Only the proxy and the stack's programs reach it: it takes a browser's address and scheme from their headers.
                    ...(host.tls && { FORWARDED_ALLOW_IPS: "*", AIRFLOW__FAB__COOKIE_SECURE: "True" }),
                },
                files: { ...program.files, ...files },
                after: args.after,
                command: ["airflow", "api-server", ...(host.tls ? ["--proxy-headers"] : [])],
                memory: 2048,
                // People wait for it, and tasks report to it.
                cpuShares: 2048,
                ports: host.webPorts({ internal: 8080, external: args.port }),
                healthCheck: ["healthy", "apiserver"],
            },
            { parent: this, aliases: [formerlyInAirflowServices(name, opts)] },
        );
        this.containerName = service.containerName;
        this.webServer = { upstream: `${name}:8080`, port: args.port };
        this.url = host.urlOf(args.port);
        this.registerOutputs({ containerName: this.containerName, url: this.url });
    }
}
