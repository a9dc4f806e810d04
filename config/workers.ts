import { type Executors, type Worker } from "../components/airflow/executors";
import { type Code } from "../components/docker/code";
import { isLoopback } from "../components/docker/loopback";
import { type SettingsReader } from "./reader";
import { refuseSetTwice } from "./set-twice";
import { BadValue } from "./values";
import { workerList } from "./worker-list";

/** What `workers` sets, as variables. */
const options = Object.fromEntries(
    [
        "AIRFLOW__CORE__EXECUTOR",
        "AIRFLOW__EDGE__API_ENABLED",
        "AIRFLOW__EDGE__API_URL",
        "AIRFLOW__API_AUTH__JWT_PRIVATE_KEY_PATH",
    ].map((name) => [name, "workers"]),
);

/** The settings `workers` and `tasksRunOn`. */
export function readWorkers(reader: SettingsReader): Executors {
    // A list that cannot be read is reported by the reader.
    const workers = reader.optional("workers", workerList) ?? [];
    const chosen = reader.optional("tasksRunOn", place);
    if (workers.length > 0) {
        refuseSetTwice(reader, options);
    } else if (chosen === "workers") {
        reader.refuse(
            "tasksRunOn",
            "it is workers, and there are none",
            "pulumi config set --path 'workers[0].name' <name>   (or: pulumi config rm tasksRunOn)",
        );
    }
    return { workers, tasksRunOn: chosen ?? (workers.length > 0 ? "workers" : "scheduler") };
}

/** What decides whether workers on other machines work. */
interface ReachableWorkers {
    workers: Worker[];
    code: Code;
    tls: object | undefined;
    docker: { address: string | undefined; bindAddress: string };
}

/** Refuses workers on other machines that could not reach the API server safely, or would have no DAGs. */
export function refuseUnreachableWorkers(
    reader: SettingsReader,
    { workers, code, tls, docker }: ReachableWorkers,
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
}

function place(text: string): Executors["tasksRunOn"] {
    if (text !== "scheduler" && text !== "workers") {
        throw new BadValue(`"${text}" is neither scheduler nor workers`);
    }
    return text;
}
