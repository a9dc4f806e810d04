import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { publishedPorts } from "./published-ports";
import { type Settings } from "./settings";
import { userError } from "../components/user-error";

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
    const taken = busy.filter(({ port, container }) => holders.get(port) !== container);
    if (taken.length > 0) {
        const lines = taken.map(
            ({ setting, port }) =>
                `  ${setting}: port ${port} on ${bindAddress} is taken by ${holders.has(port) ? `the container ${holders.get(port)}` : "another program"}.\n` +
                `      pulumi config set ${setting} <another port>`,
        );
        throw userError(`The stack's settings cannot be used; nothing was changed.\n${lines.join("\n")}`);
    }
}

/** The container that publishes a setting's port. */
const publishers: Record<string, string> = {
    apiserverPort: "airflow-apiserver",
    dbtDocsPort: "dbt-docs",
    postgresPort: "postgres",
};

/** Each published port, the setting it comes from, and the container that is to have it. */
function wantedPorts(settings: Settings): { setting: string; port: number; container: string }[] {
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

/** Port on the host → name of the running container that publishes it. */
async function portsOfContainers(): Promise<Map<number, string>> {
    const { stdout } = await promisify(execFile)("docker", ["ps", "--format", "{{.Names}}\t{{.Ports}}"]).catch(() => ({
        stdout: "",
    }));
    return new Map(
        stdout.split("\n").flatMap((line) => {
            const [name, ports = ""] = line.split("\t");
            return [...ports.matchAll(/:(\d+)->/g)].map(([, port]) => [Number(port), name] as const);
        }),
    );
}
