import { isEverywhere, isLoopback } from "../components/docker/loopback";
import { type MetadataDatabaseChoice } from "../components/data/choices";
import { type SettingsReader } from "./reader";

/** Where the stack's ports are published, and how they are protected. */
interface OpenPorts {
    docker: { address: string | undefined; bindAddress: string; hostName: string | undefined; remote: boolean };
    tls: object | undefined;
    metadata: MetadataDatabaseChoice;
}

/** Refuses ports that others than the Docker host reach, unless they have TLS and a login that not everybody knows. */
export function refuseOpenPorts(reader: SettingsReader, { docker, tls, metadata }: OpenPorts): void {
    const isOpen = docker.bindAddress !== undefined && !isLoopback(docker.bindAddress);
    if (isOpen && tls === undefined) {
        reader.refuse(
            "tls",
            `bindAddress ${docker.bindAddress} opens the UI to the network, and without TLS everybody there can read passwords`,
            "pulumi config set tls own-ca   (or certificate, or acme: docs/security.md)",
        );
    }
    if (isOpen && reader.optional("adminPassword", String) === "airflow") {
        reader.refuse(
            "adminPassword",
            `bindAddress ${docker.bindAddress} opens the UI to the network, and everybody knows the password airflow`,
            "pulumi config rm adminPassword   (a password is generated; to see it: npm run --silent password)",
        );
    }
    if (docker.hostName === undefined && isEverywhere(docker.bindAddress) && !docker.remote) {
        reader.refuse(
            "hostName",
            "it is missing, and with bindAddress 0.0.0.0 nothing else tells by which name browsers reach this machine",
            "pulumi config set hostName <name or address>",
        );
    }
    if (metadata.kind === "embedded" && docker.remote && isLoopback(metadata.bindAddress ?? "")) {
        reader.refuse(
            "postgresBindAddress",
            `with the embedded Postgres server on ${docker.address ?? "the machine of DOCKER_HOST"}, nobody but that machine reaches ${metadata.bindAddress}: give its address in your network, or set metaDatabaseHost`,
            "pulumi config set postgresBindAddress <value>",
        );
    }
}
