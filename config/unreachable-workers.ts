import { type Worker } from "../components/airflow/executors";
import { type Code } from "../components/docker/code";
import { isLoopback } from "../components/docker/loopback";
import { type SettingsReader } from "./reader";

/** What decides whether workers on other machines work. */
interface ReachableWorkers {
    workers: Worker[];
    code: Code;
    tls: object | undefined;
    docker: { address: string | undefined; bindAddress: string };
    metadata: { kind: string };
    warehouse: { kind: "postgres"; database: { kind: string } } | { kind: "bigquery" };
}

/** Refuses workers on other machines that could not reach what they need, or not safely. */
export function refuseUnreachableWorkers(
    reader: SettingsReader,
    { workers, code, tls, docker, metadata, warehouse }: ReachableWorkers,
): void {
    const own = workers.find((worker) => worker.docker !== undefined && worker.docker === docker.address);
    if (own !== undefined) {
        reader.refuse(
            "workers",
            `worker ${own.name} is on the stack's own machine: leave its docker out`,
            `pulumi config rm --path 'workers[${workers.indexOf(own)}].docker'`,
        );
    }
    const remote = workers.find(({ docker }) => docker !== undefined);
    if (remote !== undefined && isLoopback(docker.bindAddress)) {
        reader.refuse(
            "bindAddress",
            `worker ${remote.name} is on another machine, and nobody but the stack's own reaches the API server at ${docker.bindAddress}`,
            "pulumi config set bindAddress <address of the Docker host in your network>",
        );
    }
    if (remote !== undefined && tls === undefined) {
        reader.refuse(
            "tls",
            `worker ${remote.name} is on another machine, and without TLS everybody between the two can read its tokens and tasks`,
            "pulumi config set tls own-ca   (or certificate, or acme: docs/security.md)",
        );
    }
    if (remote !== undefined && code === "mounted") {
        reader.refuse(
            "code",
            `worker ${remote.name} is on another machine, which cannot mount this checkout`,
            "pulumi config set code baked",
        );
    }
    const withDbt = workers.find(({ dbt }) => dbt);
    const isEmbedded =
        warehouse.kind === "postgres" && warehouse.database.kind === "managed" && metadata.kind === "embedded";
    if (withDbt !== undefined && isEmbedded) {
        reader.refuse(
            "workers",
            `worker ${withDbt.name} has dbt, and its machine does not reach the warehouse, which is on the stack's own Postgres server`,
            `pulumi config rm --path 'workers[${workers.indexOf(withDbt)}].dbt'   (or set analyticsHost or metaDatabaseHost)`,
        );
    }
}
