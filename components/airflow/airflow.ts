import { type Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { type PostgresLogin } from "../data/postgres-address";
import { type WebServer } from "../docker/web-server";
import { AirflowCli } from "./airflow-cli";
import { type AirflowConnection, AirflowConnections, type AirflowPool } from "./airflow-connections";
import { AirflowInit } from "./airflow-init";
import { AirflowRuntime } from "./airflow-runtime";
import { type AirflowRuntimeArgs } from "./airflow-runtime-args";
import { ApiServer } from "./api-server";
import { DagProcessor } from "./dag-processor";
import { localWorkers } from "./executors";
import { GitCheck } from "./git-check";
import { type BackupSchedule, type CleaningSchedule, Maintenance } from "./maintenance";
import { Scheduler } from "./scheduler";
import { type SingleSignOn } from "./single-sign-on";
import { type TaskPause } from "./task-pause";
import { Triggerer } from "./triggerer";
import { worklessPrograms } from "./workless-programs";

/** Airflow: what its containers have in common, and what only one of them needs. */
export interface AirflowArgs extends Omit<AirflowRuntimeArgs, "apiServer" | "baseUrl" | "dbtDocs"> {
    /** Port on the Docker host for the UI and the REST API, for example 8082. */
    apiserverPort: number;
    /** Name of the admin user. */
    adminUser: string;
    /** The OpenID server with which people log in to the UI. Default: a password of Airflow. */
    singleSignOn?: SingleSignOn;
    /** Connections of the stack's own, by id. */
    ownConnections: Record<string, AirflowConnection>;
    /** The user's connections, which win over those of the same id. Default: none. */
    connections?: pulumi.Input<Record<string, AirflowConnection>>;
    /** Pools that Airflow is to have, by name. Default: none but `default_pool`. */
    pools?: Record<string, AirflowPool>;
    /** dbt: the volume with its graph, and the address of its docs for browsers. Default: DAGs find no graph, and tasks lead to no docs. */
    dbt?: { docs: Volume; docsUrl: string };
    /** Whether to run the container for `airflow` commands. */
    airflowCli: boolean;
    /** When backups are made, where they are kept, and which databases they hold besides Airflow's. */
    backups: BackupSchedule & { databases: Record<string, PostgresLogin> };
    /** When old rows and logs are removed. */
    cleaning: CleaningSchedule;
    /** Pauses the running tasks before an update changes anything here. Default: nothing does, and they get 600 seconds. */
    pause?: TaskPause;
}

/** The programs besides the scheduler that use the database, as their containers' names have them. */
const otherPrograms = ["apiserver", "dag-processor", "triggerer", "cli", "maintenance"];

/** Airflow 3: a migration job first, then its services and its connections side by side. Tasks run in the scheduler, or on workers. */
export class Airflow extends pulumi.ComponentResource {
    /** Address of the UI and the REST API. */
    public readonly url: string;
    /** The API server, for the reverse proxy. */
    public readonly webServer: WebServer;
    /** Name of the scheduler's container, in which tasks run. */
    public readonly schedulerContainerName: string;
    /** What workers have in common with Airflow's programs. */
    public readonly runtime: AirflowRuntime;
    /** Address of the API server for containers on the network `web`. */
    public readonly apiServer: string;

    constructor(name: string, args: AirflowArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:Airflow", name, {}, opts);
        const child = { parent: this };
        const after = args.pause ? [args.pause] : [];
        const baseUrl = args.host.tls ? args.host.urlOf(args.apiserverPort) : undefined;
        const dbtDocs = args.dbt?.docs;
        const runtime = new AirflowRuntime(name, { ...args, apiServer: `${name}-apiserver`, baseUrl, dbtDocs }, child);
        const init = new AirflowInit(
            `${name}-init`,
            {
                runtime,
                after,
                adminUser: args.adminUser,
                fernetKey: args.secrets.fernetKey,
                taskRunners: [`${name}-scheduler`, ...localWorkers(args.workers)],
                otherPrograms: otherPrograms.map((program) => `${name}-${program}`),
                worklessPrograms: worklessPrograms.map((program) => `${name}-${program}`),
                drainSeconds: args.pause?.seconds ?? 600,
                backups: `${name}-backups`,
            },
            child,
        );
        const { dags } = args;
        const checked = dags ? [new GitCheck(`${name}-git-check`, { runtime, dags }, child)] : [];
        args.pause?.waitFor(...checked);
        // No program may see a database that is not migrated, or go over to a repository that cannot be read.
        const program = { runtime, after: [...after, init, ...checked] };
        const { apiserverPort: port, singleSignOn } = args;
        const dbtDocsUrl = args.dbt?.docsUrl;
        const apiServer = new ApiServer(`${name}-apiserver`, { ...program, port, singleSignOn, dbtDocsUrl }, child);
        const scheduler = new Scheduler(`${name}-scheduler`, program, child);
        new DagProcessor(`${name}-dag-processor`, program, child);
        new Triggerer(`${name}-triggerer`, program, child);
        new Maintenance(
            `${name}-maintenance`,
            {
                ...program,
                timezone: args.timezone,
                backups: args.backups,
                cleaning: args.cleaning,
                databases: args.backups.databases,
                volume: init.backups.name,
            },
            child,
        );
        if (args.airflowCli) {
            new AirflowCli(`${name}-cli`, program, child);
        }
        new AirflowConnections(
            `init-${name}-dbt-ssh-connections`,
            { ...program, connections: args.ownConnections, further: args.connections, pools: args.pools },
            child,
        );
        this.url = apiServer.url;
        this.webServer = apiServer.webServer;
        this.runtime = runtime;
        this.apiServer = `http://${apiServer.webServer.upstream}`;
        this.schedulerContainerName = scheduler.containerName;
        this.registerOutputs({ url: this.url, schedulerContainerName: this.schedulerContainerName });
    }
}
