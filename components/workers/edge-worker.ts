import { type Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { type RunnableImage } from "../docker/image";
import { type NetworkRole } from "../docker/names";
import { Service } from "../docker/service";
import { type AirflowRuntime } from "../airflow/airflow-runtime";
import { dbtGraph } from "../airflow/program-volumes";

/** A worker, and where it is. */
export interface EdgeWorkerArgs {
    /** What all programs have in common. */
    runtime: AirflowRuntime;
    /** The engine of the worker's machine. */
    host: DockerHost;
    /** The networks on which the API server, if it is on the same machine, and dbt are. */
    networks: readonly NetworkRole[];
    /** Airflow's image on that machine. */
    image: RunnableImage;
    /** The volume with the graph of the dbt on that machine. Default: there is no dbt. */
    dbtDocs?: Volume;
    /** Its name in Airflow; two workers of a stack have different ones. */
    workerName: string;
    /** The queues from which it takes tasks. Default: all. */
    queues?: string[];
    /** Slots for tasks that run at a time. */
    concurrency: number;
    /** Address of the API server, without a slash at the end, for example `https://airflow.example.com:8082`. */
    apiServer: string;
    /** Certificate of the authority behind that address, in PEM format. Default: the public ones. */
    caCertificate?: pulumi.Input<string>;
    /** How many seconds running tasks get to finish when the container is replaced or removed. */
    drainSeconds: number;
    /** What must exist before it starts: the API server. */
    after: pulumi.Resource[];
}

/** Seconds after the drain in which tasks can still end by themselves, before they are killed. */
const killGraceSeconds = 10;

/** How long workers and their tasks ask again while the API server does not answer. */
const patience = {
    // A worker that gives up ends, and its tasks with it.
    AIRFLOW__EDGE__API_RETRIES: 1000,
    // Less than the time after which it is lost: it must be heard of soon after the API server is back.
    AIRFLOW__EDGE__API_RETRY_WAIT_MAX: 5,
    // More than two minutes.
    AIRFLOW__WORKERS__EXECUTION_API_RETRIES: 30,
};

/**
 * A worker of Airflow's EdgeExecutor: it asks the API server for tasks, runs them, and sends their logs there. It holds what tasks may
 * read, and neither Airflow's database nor the Fernet key nor the key that signs tokens.
 * https://airflow.apache.org/docs/apache-airflow-providers-edge3/stable/edge_executor.html
 */
export class EdgeWorker extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: EdgeWorkerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:workers:EdgeWorker", name, {}, opts);
        const { host, image, drainSeconds, apiServer } = args;
        const { environment, folders, files } = args.runtime.worker();
        const service = new Service(
            name,
            {
                host,
                image,
                folders,
                volumes: dbtGraph(args.dbtDocs),
                networks: args.networks,
                environment: {
                    ...environment,
                    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${apiServer}/execution/`,
                    AIRFLOW__EDGE__API_URL: `${apiServer}/edge_worker/v1/rpcapi`,
                    ...patience,
                    // With 0, it would wait for ever.
                    AIRFLOW__EDGE__DRAIN_TIMEOUT_SEC: Math.max(drainSeconds, 1),
                    AIRFLOW__EDGE__DRAIN_KILL_GRACE_SEC: killGraceSeconds,
                },
                files: { ...files, ...(args.caCertificate && { "/run/secrets/edge_authority": args.caCertificate }) },
                command: [
                    "airflow-edge-worker",
                    ...["--name", args.workerName],
                    ...["--concurrency", `${args.concurrency}`],
                    ...(args.queues ? ["--queues", args.queues.join(",")] : []),
                ],
                // SIGTERM would end the running tasks.
                stopSignal: "SIGINT",
                graceSeconds: drainSeconds + killGraceSeconds + 20,
                // For the tasks as well: they run in it.
                memory: 4096,
                processes: 2048,
                healthCheck: ["healthy", "edge-worker"],
                after: args.after,
            },
            { parent: this },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }
}
