import { workerContainer } from "../components/airflow/executors";
import { type Limits } from "../components/docker/host";
import { dockerHost } from "./docker-host";
import { containerNames, readLimits } from "./limits";
import { type SettingsReader } from "./reader";
import * as values from "./values";

/** The Docker engine, and how the stack uses it. */
export interface DockerSettings {
    suffix: string;
    /** Undefined: the engine that `DOCKER_HOST` names, else this machine's. */
    address: string | undefined;
    bindAddress: string;
    /** Name or address in browsers' addresses. Undefined: the bind address, or the engine's machine. */
    hostName: string | undefined;
    /** Whether the engine is another machine's. */
    remote: boolean;
    /** Limits of containers, by their names without the suffix. */
    limits: Record<string, Limits>;
}

export function readDocker(reader: SettingsReader, workers: { name: string }[]): DockerSettings {
    const address = reader.optional("dockerHost", dockerHost);
    return {
        suffix: reader.value("containerSuffix", values.containerSuffix),
        address,
        bindAddress: reader.value("bindAddress", values.address),
        hostName: reader.optional("hostName", values.hostName)?.toLowerCase(),
        remote: /^(ssh|tcp):/.test(address ?? process.env.DOCKER_HOST ?? ""),
        limits: readLimits(reader, [...containerNames, ...workers.map(workerContainer)]),
    };
}
