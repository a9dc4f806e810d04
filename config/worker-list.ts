import { closest } from "fastest-levenshtein";
import { type Worker } from "../components/airflow/executors";
import { dockerHost } from "./docker-host";
import { BadValue } from "./values";

const fields = ["name", "docker", "queues", "concurrency", "dbt"];

/** @throws BadValue with the first worker that cannot be */
export function workerList(text: string): Worker[] {
    const given: unknown = JSON.parse(text);
    if (!Array.isArray(given)) {
        throw new BadValue("it must be a list of workers");
    }
    const workers = given.map(worker);
    const twice = workers.find(({ name }, index) => workers.findIndex((each) => each.name === name) !== index);
    if (twice !== undefined) {
        throw new BadValue(`two workers have the name ${twice.name}`);
    }
    return workers;
}

function worker(given: unknown, index: number): Worker {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
        throw new BadValue(`worker ${index} must be an object with a name`);
    }
    const { name, docker, queues, concurrency = 8, dbt = false } = given as Record<string, unknown>;
    if (typeof name !== "string" || !/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
        throw new BadValue(
            `worker ${index} needs a name of lower-case letters, digits and hyphens, at most 40, such as big-machine`,
        );
    }
    const unknown = Object.keys(given).find((field) => !fields.includes(field));
    if (unknown !== undefined) {
        throw new BadValue(
            `worker ${name} has the field ${unknown}, which workers do not have; the closest is ${closest(unknown, fields)}`,
        );
    }
    if (typeof concurrency !== "number" || !Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1000) {
        throw new BadValue(`worker ${name} has a concurrency that is no whole number from 1 to 1000`);
    }
    if (typeof dbt !== "boolean") {
        throw new BadValue(`worker ${name} has a dbt other than true or false`);
    }
    if (docker !== undefined && typeof docker !== "string") {
        throw new BadValue(`worker ${name} has a docker that is no address: write for example ssh://user@host`);
    }
    if (dbt && docker === undefined) {
        throw new BadValue(`worker ${name} is on the stack's own machine, which has dbt already: leave dbt out`);
    }
    return {
        name,
        docker: docker === undefined ? undefined : engine(name, docker),
        queues: queues === undefined ? undefined : queueNames(name, queues),
        concurrency,
        dbt,
    };
}

function engine(worker: string, address: string): string {
    try {
        return dockerHost(address);
    } catch (error) {
        throw new BadValue(`worker ${worker}: ${(error as Error).message}`);
    }
}

function queueNames(worker: string, queues: unknown): string[] {
    if (
        !Array.isArray(queues) ||
        queues.length === 0 ||
        !queues.every((each) => /^[\w.-]{1,100}$/.test(String(each)))
    ) {
        throw new BadValue(
            `worker ${worker} has queues that are no list of names: use letters, digits and _ . -, or leave them out for all queues`,
        );
    }
    return queues as string[];
}
