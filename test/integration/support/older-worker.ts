import { container } from "../../../tools/running-stack/containers";
import { output, run } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** What a worker printed until it ended, and how. */
export interface EndedWorker {
    code: number;
    log: string;
}

/**
 * Starts a worker beside the stack's `one`, with the same environment, files and network, and waits for its end.
 *
 * @param packages that replace those of the stack's image, as pip takes them
 */
export async function workerWith(stack: TestStack, ...packages: string[]): Promise<EndedWorker> {
    const { Id: id, Image: image, Config, NetworkSettings } = await container(stack, "airflow-worker-one");
    const name = `airflow-worker-older-${stack.suffix}`;
    const pip = "/tmp/pip/bin/pip --python /opt/venv/bin/python install --no-deps --no-cache-dir";
    const dockerfile = `FROM ${image}\nUSER root\nRUN python3 -m venv /tmp/pip && ${pip} ${packages.join(" ")}\nUSER 50000:0\n`;
    await output("docker", ["build", "--quiet", "--tag", name, "-"], { input: dockerfile });
    try {
        const variables = Config.Env.flatMap((variable) => ["--env", variable]);
        const networks = Object.keys(NetworkSettings.Networks);
        const command = ["airflow-edge-worker", "--name", "older", "--concurrency", "1"];
        const label = `airflow-dbt.stack=${stack.name}`;
        const words = ["--name", name, "--label", label, "--network", networks[0], ...variables, name, ...command];
        await output("docker", ["create", ...words]);
        for (const network of networks.slice(1)) {
            await output("docker", ["network", "connect", network, name]);
        }
        await output("sh", ["-c", 'docker cp "$1:/run/secrets" - | docker cp - "$2:/run"', "copy", id, name]);
        const { code, output: log } = await run("docker", ["start", "--attach", name]);
        return { code, log };
    } finally {
        await output("docker", ["rm", "--force", name]);
        await output("docker", ["image", "rm", name]);
    }
}
