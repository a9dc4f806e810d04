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
    const { bindAddress } = settings.docker;
    const wanted = wantedPorts(settings);
    const free = await Promise.all(wanted.map(({ port }) => canListen(bindAddress, port)));
    const busy = wanted.filter((_, index) => !free[index]);
    if (busy.length === 0) {
        return;
    }
    const holders = await portsOfContainers();
    const taken = busy.filter(({ port, container }) => holders.get(port)?.name !== container);
    if (taken.length > 0) {
        const problems = taken.map(({ setting, port }) => {
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
        const role = `${publishers[setting]}-`;
        if (stack === pulumi.getStack() && name.startsWith(role)) {
            const suffix = name.slice(role.length);
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

/** The container that publishes a setting's port. */
const publishers: Record<string, string> = {
    apiserverPort: "airflow-apiserver",
    dbtDocsPort: "dbt-docs",
    postgresPort: "postgres",
};

/** A published port, the setting it comes from, and the container that is to have it. */
interface WantedPort {
    setting: string;
    port: number;
    container: string;
}

/** A container, and the stack in its label. */
interface Holder {
    name: string;
    stack: string;
}

function wantedPorts(settings: Settings): WantedPort[] {
    return publishedPorts(settings).map(([setting, port]) => ({
        setting,
        port,
        container: `${publishers[setting]}-${settings.docker.suffix}`,
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
