import { createServer } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { docker } from "../components/docker/docker-cli";
import { publishedPorts } from "./published-ports";
import { type Problem, refusedSettings } from "./refused-settings";
import { type Settings } from "./settings";

/**
 * Refuses ports that another program or container has. Docker would find that out only after it has removed the old
 * container.
 *
 * @throws RunError that names the setting, who has the port if Docker knows, and the command that fixes it
 */
export async function refuseTakenPorts(settings: Settings): Promise<void> {
    if (settings.docker.remote) {
        return; // The ports are another machine's.
    }
    const wanted = wantedPorts(settings);
    const free = await Promise.all(wanted.map(({ bindAddress, port }) => canListen(bindAddress, port)));
    const busy = wanted.filter((_, index) => !free[index]);
    if (busy.length === 0) {
        return;
    }
    const holders = await portsOfContainers();
    const taken = busy.filter(({ port, containers }) => !containers.includes(holders.get(port)?.name ?? ""));
    if (taken.length > 0) {
        const problems = taken.map(({ setting, bindAddress, port }) => {
            const holder = holders.has(port) ? `the container ${holders.get(port)?.name}` : "another program";
            return {
                setting,
                wrong: `port ${port} on ${bindAddress} is taken by ${holder}`,
                fix: `pulumi config set ${setting} <another port>`,
            };
        });
        throw refusedSettings([...problems, ...perhapsFormerSuffix(taken, holders)]);
    }
}

/**
 * A stack whose suffix has changed finds its own containers on its ports; so does one of another checkout that has the same name. Only the
 * state could tell them apart, and it is not known before a resource is registered.
 */
function perhapsFormerSuffix(taken: WantedPort[], holders: Map<number, Holder>): Problem[] {
    for (const { setting, port } of taken) {
        const { name = "", stack } = holders.get(port) ?? {};
        const role = publishers[setting].find((publisher) => name.startsWith(`${publisher}-`));
        if (stack === pulumi.getStack() && role !== undefined) {
            const suffix = name.slice(role.length + 1);
            return [
                {
                    setting: "containerSuffix",
                    wrong: `${name} is of a stack ${stack} with the suffix ${suffix}: if it is this one, its suffix has changed, and must be put back instead`,
                    fix: `pulumi config set containerSuffix ${suffix}`,
                },
            ];
        }
    }
    return [];
}

/** The containers that publish a setting's port, with or without `tls`: an update may change that. */
const publishers: Record<string, string[]> = {
    apiserverPort: ["airflow-apiserver", "proxy"],
    dbtDocsPort: ["dbt-docs", "proxy"],
    acmePort: ["proxy"],
    postgresPort: ["postgres"],
};

/** A published port, the setting it comes from, and the containers of this copy that may have it already. */
interface WantedPort {
    setting: string;
    bindAddress: string;
    port: number;
    containers: string[];
}

/** A container, and the stack in its label. */
interface Holder {
    name: string;
    stack: string;
}

function wantedPorts(settings: Settings): WantedPort[] {
    const { docker, metadata } = settings;
    const ofPostgres = metadata.kind === "embedded" ? metadata.bindAddress : docker.bindAddress;
    return publishedPorts(settings).map(([setting, port]) => ({
        setting,
        bindAddress: setting === "postgresPort" ? ofPostgres : docker.bindAddress,
        port,
        containers: publishers[setting].map((name) => `${name}-${docker.suffix}`),
    }));
}

function canListen(host: string, port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        // Only "in use" is an answer. Ports below 1024, say, are Docker's to bind, not this program's.
        server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE"));
        server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
    });
}

/** Port on the host → the running container that publishes it. */
async function portsOfContainers(): Promise<Map<number, Holder>> {
    const format = '{{.Names}}\t{{.Ports}}\t{{.Label "airflow-dbt.stack"}}';
    const listed = await docker(undefined, ["ps", "--format", format]).catch(() => "");
    return new Map(
        listed.split("\n").flatMap((line) => {
            const [name, ports = "", stack = ""] = line.split("\t");
            return [...ports.matchAll(/:(\d+)->/g)].map(([, port]) => [Number(port), { name, stack }] as const);
        }),
    );
}
