import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { endOrphanedProcesses } from "../../../commands/interrupted-update/orphaned-processes";

const backend = `file:///airflow-dbt-test-${process.pid}`;
const started: ChildProcess[] = [];

/** A process with the command line of a plugin, below `above` if that is named. */
async function plugin(backendUrl: string, above?: string): Promise<ChildProcess> {
    const own = "exec -a pulumi-resource-docker sleep 60";
    const script = above === undefined ? own : `bash -c '${own}' & wait`;
    const child = spawn("bash", ["-c", `exec -a "${above ?? "bash"}" bash -c "$0"`, script], {
        env: { PATH: process.env.PATH, PULUMI_BACKEND_URL: backendUrl },
        detached: true,
        // With pipes, which are sockets here, bash would read its start-up file.
        stdio: "ignore",
    });
    started.push(child);
    const end = Date.now() + 20_000;
    while (!isPluginThere(backendUrl)) {
        if (Date.now() > end) {
            throw new Error("the plugin did not start");
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return child;
}

function isPluginThere(backendUrl: string): boolean {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .some((id) => {
            try {
                const command = readFileSync(`/proc/${id}/cmdline`, "utf8");
                const environment = readFileSync(`/proc/${id}/environ`, "utf8").split("\0");
                return (
                    command.startsWith("pulumi-resource-docker\0") &&
                    environment.includes(`PULUMI_BACKEND_URL=${backendUrl}`)
                );
            } catch {
                return false; // It has just ended.
            }
        });
}

afterEach(() => {
    for (const { pid } of started.splice(0)) {
        try {
            process.kill(-(pid as number), "SIGKILL");
        } catch {
            // It has ended.
        }
    }
});

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("ends a plugin of this backend that no engine watches", async () => {
    const child = await plugin(backend);
    expect(endOrphanedProcesses(backend)).toBe(1);
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
});

onLinux("ends a plugin that a shell with another query in the backend's URL started", async () => {
    const child = await plugin(backend);
    expect(endOrphanedProcesses(`${backend}?metadata=skip`)).toBe(1);
    await once(child, "exit");
});

onLinux("leaves a plugin alone that works on another backend, or that an engine watches", async () => {
    await plugin(`${backend}-other`);
    await plugin(backend, "pulumi up");
    expect(endOrphanedProcesses(backend)).toBe(0);
});
