import { spawnSync } from "node:child_process";
import { buildImage } from "../engine/build-image";
import { handOver } from "../command-line/hand-over";
import { step } from "../set-up/progress";

/** A command in one of the project's images. */
export interface InImage {
    /** Folder of the image in `images/`. */
    image: string;
    /** Environment variables; none may be secret. */
    environment: Record<string, string>;
    command: string[];
    /** Further options of `docker run`. Default: none. */
    options?: string[];
}

/** Builds the image with the user's code inside, runs a command in it, and leaves nothing of both but the builder's cache. */
export async function runInImage({ image, environment, command, options = [] }: InImage): Promise<boolean> {
    const name = `airflow-dbt-check-${image}-${process.pid}`;
    const variables = Object.entries(environment).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    const bounds = ["--rm", "--init", "--memory", "4g", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
    const remove = () => spawnSync("docker", ["image", "rm", name], { stdio: "ignore" });
    process.once("exit", remove);
    await step(`building the image ${image}`, () =>
        buildImage({ dockerfile: `images/${image}/Dockerfile`, target: "baked", tag: name }),
    );
    const words = ["run", "--name", name, ...bounds, ...options, ...variables, name, ...command];
    return (await handOver("docker", words)) === 0;
}
