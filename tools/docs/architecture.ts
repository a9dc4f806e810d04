import { type Registered } from "../mocked/registered";
import { databasesOf, type Server, toldIn } from "./databases";
import { compare } from "./order";
import { secretsOf, type SecretSource, type SecretUse, usesOf } from "./secret-uses";
import { typeOf, waiting } from "./waiting";

/** A container, as the program asks Docker for it. */
export interface Container {
    /** What it is, without the suffix. */
    role: string;
    kind: "service" | "job";
    /** Name of its image. */
    image: string;
    /** Port on the Docker host, if it publishes one. */
    port: number | undefined;
    /** Secret files, by their last name, or its standard input, and the secrets in them. */
    files: { name: string; uses: SecretUse[] }[];
    volumes: { name: string; readOnly: boolean }[];
    /** Folders of the checkout that are mounted. */
    folders: string[];
    /** Roles of the containers that must be there first, without those that they wait for in turn. */
    after: string[];
    /** Names of the databases that its files lead to. */
    databases: string[];
    /** Airflow connections that it writes: id and where they lead. */
    connections: { id: string; to: string }[];
}

/** What the picture shows of one stack. */
export interface Architecture {
    stack: string;
    suffix: string;
    networks: string[];
    secrets: SecretSource[];
    servers: Server[];
    containers: Container[];
}

/** Reads off what the program registered what runs, who gets which secret, and who waits for whom. */
export function architecture(stack: string, resources: Registered[], given: Record<string, string>): Architecture {
    const secrets = secretsOf(resources, given);
    const waits = waiting(resources);
    const containers = resources
        .filter((resource) => typeOf(resource) === "Container")
        .map((resource) => container(resource, resources, secrets, waits));
    const networks = resources
        .filter((resource) => typeOf(resource) === "Network")
        .map(({ inputs }) => inputs.name as string)
        .sort(compare);
    const order = (one: Container, other: Container) => compare(one.kind, other.kind) || compare(one.role, other.role);
    return {
        stack,
        suffix: networks[0].replace("airflow-", ""),
        networks,
        secrets: secrets.filter(
            (secret) =>
                containers.some((each) =>
                    each.files.some((file) => file.uses.some((use) => use.number === secret.number)),
                ) || secret.sort === "setting",
        ),
        servers: databasesOf(resources),
        containers: containers.sort(order),
    };
}

interface DockerContainer {
    hostname: string;
    image: string;
    labels: { label: string; value: string }[];
    ports?: { external: number }[];
    uploads?: { file: string; content: string }[];
    volumes?: { hostPath?: string; volumeName?: string; readOnly: boolean }[];
}

function container(
    resource: Registered,
    all: Registered[],
    secrets: SecretSource[],
    waits: Map<string, string[]>,
): Container {
    const inputs = resource.inputs as unknown as DockerContainer;
    const label = (name: string) => inputs.labels.find((each) => each.label === `airflow-dbt.${name}`)?.value ?? "";
    const uploads = inputs.uploads ?? [];
    const volumes = inputs.volumes ?? [];
    const suffixed = (name: string) =>
        all.find((each) => typeOf(each) === "Volume" && each.inputs.name === name)?.name ?? name;
    return {
        role: label("role"),
        kind: label("kind") as "service" | "job",
        image: all.find((each) => typeOf(each) === "RemoteImage" && each.outputs.imageId === inputs.image)?.name ?? "",
        port: inputs.ports?.[0]?.external,
        files: [
            ...uploads.map(({ file, content }) => ({ name: file.slice(file.lastIndexOf("/") + 1), content })),
            ...handedTo(resource, all),
        ].map(({ name, content }) => ({
            name,
            uses: usesOf(content, secrets),
        })),
        volumes: volumes.flatMap(({ volumeName, readOnly }) =>
            volumeName ? [{ name: suffixed(volumeName), readOnly }] : [],
        ),
        folders: volumes.flatMap(({ hostPath }) => (hostPath ? [hostPath.replace(`${process.cwd()}/`, "")] : [])),
        after: waits.get(resource.urn) ?? [],
        databases: toldIn(uploads).map(({ name }) => name),
        connections: connectionsIn(uploads.find(({ file }) => file.endsWith("/connections.json"))?.content),
    };
}

/** What a run of the container gets on its standard input. */
function handedTo(resource: Registered, all: Registered[]): { name: string; content: string }[] {
    const runs = all.filter((each) => typeOf(each) === "JobRun" && each.waitsFor.includes(resource.urn));
    const handovers = runs.map((run) => run.inputs.handover as { secret: string } | undefined);
    return handovers.flatMap((handover) => (handover ? [{ name: "standard input", content: handover.secret }] : []));
}

function connectionsIn(content: string | undefined): Container["connections"] {
    const connections = JSON.parse(content ?? "{}") as Record<
        string,
        { conn_type?: string; host?: string; port?: number; extra?: { project?: string } }
    >;
    return Object.entries(connections)
        .map(([id, { conn_type, host, port, extra }]) => ({
            id,
            to: host ? `${host}:${port}` : (extra?.project ?? conn_type ?? ""),
        }))
        .sort((one, other) => compare(one.id, other.id));
}
