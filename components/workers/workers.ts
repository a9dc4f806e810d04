import * as pulumi from "@pulumi/pulumi";
import { type Airflow } from "../airflow/airflow";
import { type Worker, workerContainer } from "../airflow/executors";
import { type TaskPause } from "../airflow/task-pause";
import { type Dbt } from "../dbt/dbt";
import { type DockerHost } from "../docker/host";
import { EdgeWorker } from "./edge-worker";
import { WorkerMachine } from "./worker-machine";

/** The workers of a stack, and what they need of its other parts. */
export interface WorkersArgs {
    /** The stack's own engine and networks. */
    host: DockerHost;
    /** Two have different names. */
    workers: Worker[];
    /** Gives them their tasks. */
    airflow: Airflow;
    /** Certificate of the authority behind the API server's address, in PEM format. Default: the public ones. */
    caCertificate?: pulumi.Input<string>;
    /** dbt, for the machines that are to have it. */
    dbt: Dbt;
    /** Pauses the running tasks before an update changes anything here. Default: nothing does, and they get 600 seconds. */
    pause?: TaskPause;
    /** What must exist before a worker on another machine starts: the reverse proxy, through which it reaches the API server. */
    after: pulumi.Resource[];
}

/** Workers of Airflow's EdgeExecutor, on the stack's own machine and on others. */
export class Workers extends pulumi.ComponentResource {
    constructor(name: string, args: WorkersArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:workers:Workers", name, {}, opts);
        const { airflow, workers, caCertificate } = args;
        const { runtime } = airflow;
        const machines = this.machines(name, args);
        for (const worker of workers) {
            const machine = worker.docker === undefined ? undefined : machines.get(worker.docker);
            const place =
                machine === undefined
                    ? {
                          host: args.host,
                          image: runtime.image,
                          dbtDocs: args.dbt.docs,
                          networks: ["dbt", "web"] as const,
                          after: [airflow],
                      }
                    : { ...machine, networks: ["dbt"] as const, after: [airflow, ...args.after] };
            new EdgeWorker(
                workerContainer(worker),
                {
                    runtime,
                    workerName: worker.name,
                    queues: worker.queues,
                    concurrency: worker.concurrency,
                    drainSeconds: args.pause?.seconds ?? 600,
                    ...(machine ? { apiServer: airflow.url, caCertificate } : { apiServer: airflow.apiServer }),
                    ...place,
                },
                { parent: this },
            );
        }
        this.registerOutputs();
    }

    /** The other machines by the addresses of their engines. Several workers may be on one. */
    private machines(name: string, { workers, host, airflow, dbt, pause }: WorkersArgs): Map<string, WorkerMachine> {
        const addresses = new Set(workers.flatMap(({ docker }) => docker ?? []));
        return new Map(
            [...addresses].map((address) => [
                address,
                new WorkerMachine(
                    `${name}-${address.replace(/[^a-zA-Z0-9.]+/g, "-")}`,
                    {
                        address,
                        stackHost: host,
                        image: airflow.runtime.image,
                        dbt: workers.some((worker) => worker.docker === address && worker.dbt) ? dbt.shared : undefined,
                        drainSeconds: pause?.seconds ?? 600,
                        after: pause && [pause],
                    },
                    { parent: this },
                ),
            ]),
        );
    }
}
