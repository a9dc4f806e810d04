import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { bareEnvironment, output } from "./run";

/** What Docker still has of the stack with this suffix, by kind. */
export async function remains(
    suffix: string,
): Promise<Record<"containers" | "volumes" | "networks" | "images", string[]>> {
    const own = ["--filter", "label=airflow-dbt.stack", "--filter", `name=-${suffix}$`];
    const list = async (words: string[]) => (await output("docker", words)).split("\n").filter((line) => line !== "");
    return {
        containers: await list(["ps", "--all", "--format", "{{.Names}}", ...own]),
        volumes: await list(["volume", "ls", "--format", "{{.Name}}", ...own]),
        networks: await list(["network", "ls", "--format", "{{.Name}}", ...own]),
        images: await list(["images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", `reference=*-${suffix}`]),
    };
}

/**
 * Starts a process that outlives this one, if need be, and then removes what is left of the stack with this suffix: tests may fail, and may be
 * killed. It looks for this process once a second and does nothing else. A Pulumi that still runs, known by the state's folder in
 * its environment, is ended first: it would go on making containers.
 */
export function removeWhenThisEnds(suffix: string, folder: string): void {
    const script = `
        while kill -0 "$1" 2>/dev/null; do sleep 1; done
        grep --files-with-matches --fixed-strings "$3" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | xargs -r kill -KILL && sleep 1
        set -- "$@" --filter label=airflow-dbt.stack --filter "name=-$2$"
        own() { shift 4; docker "$kind" ls --quiet "$@"; }
        kind=container; own "$@" --all | xargs -r docker rm --force --volumes
        kind=volume; own "$@" | xargs -r docker volume rm
        kind=network; own "$@" | xargs -r docker network rm
        docker images --format '{{.Repository}}:{{.Tag}}' --filter "reference=*-$2" | xargs -r docker rmi --force
        rm -rf "$3" "$4"`;
    const words = [String(process.pid), suffix, folder, resolve(`Pulumi.${suffix}.yaml`)];
    spawn("sh", ["-c", script, "remove-remains", ...words], {
        cwd: "/",
        env: bareEnvironment(),
        detached: true,
        stdio: "ignore",
    }).unref();
}
