import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { bareEnvironment, output } from "./run";

/** What Docker still has of a stack, by kind. */
export async function remains(
    stack: string,
): Promise<Record<"containers" | "volumes" | "networks" | "images", string[]>> {
    const label = ["--filter", `label=airflow-dbt.stack=${stack}`];
    const list = async (words: string[]) => (await output("docker", words)).split("\n").filter((line) => line !== "");
    return {
        containers: await list(["ps", "--all", "--format", "{{.Names}}", ...label]),
        volumes: await list(["volume", "ls", "--format", "{{.Name}}", ...label]),
        networks: await list(["network", "ls", "--format", "{{.Name}}", ...label]),
        images: await list(["images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", `reference=*-${stack}`]),
    };
}

/**
 * Starts a process that outlives this one, if need be, and then removes what is left of the stack: tests may fail, and may be
 * killed. It looks for this process once a second and does nothing else. A Pulumi that still runs, known by the state's folder in
 * its environment, is ended first: it would go on making containers.
 */
export function removeWhenThisEnds(stack: string, folder: string): void {
    const script = `
        while kill -0 "$1" 2>/dev/null; do sleep 1; done
        grep --files-with-matches --fixed-strings "$3" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | xargs -r kill -KILL && sleep 1
        label="label=airflow-dbt.stack=$2"
        docker ps --all --quiet --filter "$label" | xargs -r docker rm --force --volumes
        docker volume ls --quiet --filter "$label" | xargs -r docker volume rm
        docker network ls --quiet --filter "$label" | xargs -r docker network rm
        docker images --format '{{.Repository}}:{{.Tag}}' --filter "reference=*-$2" | xargs -r docker rmi --force
        rm -rf "$3" "$4"`;
    const words = [String(process.pid), stack, folder, resolve(`Pulumi.${stack}.yaml`)];
    spawn("sh", ["-c", script, "remove-remains", ...words], {
        cwd: "/",
        env: bareEnvironment(),
        detached: true,
        stdio: "ignore",
    }).unref();
}
