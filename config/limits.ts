import { closest } from "fastest-levenshtein";
import { type Limits } from "../components/docker/host";
import { object } from "./maps";
import { type SettingsReader } from "./reader";
import { BadValue } from "./values";

/** The containers of every stack, by their names without the suffix. A test compares them with those that the program makes. */
export const containerNames = [
    "airflow-apiserver",
    "airflow-cli",
    "airflow-dag-processor",
    "airflow-init",
    "airflow-maintenance",
    "airflow-scheduler",
    "airflow-triggerer",
    "dbt",
    "dbt-docs",
    "init-airflow-dbt-ssh-connections",
    "postgres",
    "proxy",
];

/** What containers may use of the machine, by their names, where the settings say so. */
export function readLimits(reader: SettingsReader, containers: string[]): Record<string, Limits> {
    const memory = reader.value("memoryLimits", (text) => numbers(text, containers, memoryProblem));
    const cpus = reader.value("cpuLimits", (text) => numbers(text, containers, cpuProblem));
    const limits = (name: string) => ({ ...pick("memory", memory?.[name]), ...pick("cpus", cpus?.[name]) });
    return Object.fromEntries(containers.map((name) => [name, limits(name)]));
}

const pick = (key: string, value: number | undefined) => (value === undefined ? {} : { [key]: value });

function numbers(
    text: string,
    containers: string[],
    problem: (value: number) => string | undefined,
): Record<string, number> {
    const given = object(text);
    for (const [name, value] of Object.entries(given)) {
        if (!containers.includes(name)) {
            throw new BadValue(`there is no container ${name}; the closest is ${closest(name, containers)}`);
        }
        const wrong = typeof value === "number" ? problem(value) : "must be a number";
        if (wrong !== undefined) {
            throw new BadValue(`the limit of ${name} ${wrong}`);
        }
    }
    return given as Record<string, number>;
}

/** Docker takes no less than 6 MiB; with less than 64, none of these containers starts. */
function memoryProblem(value: number): string | undefined {
    const isRight = Number.isInteger(value) && (value === 0 || value >= 64);
    return isRight ? undefined : "must be a whole number of MiB, at least 64, or 0 for no limit";
}

function cpuProblem(value: number): string | undefined {
    return value >= 0.1 && value <= 512 ? undefined : "must be a number of processor cores, from 0.1 up";
}
