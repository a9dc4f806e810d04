import { baseImages } from "../../commands/set-up/base-image";
import { succeeds } from "../../commands/set-up/command";
import { dockerEngine } from "../../commands/set-up/docker-engine";
import { step } from "../../commands/set-up/progress";
import { buildImage } from "../../commands/engine/build-image";
import { type Ended, runProgram } from "./program";

/** Seconds that a container of the stage may run. */
const limit = 1200;

export interface ChecksRun {
    /** Folder of the image in `images/`. */
    image: string;
    /** Further options of `docker run`. Default: none. */
    options?: string[];
    /** The command in the container. Default: the stage's own, which runs all checks. */
    command?: string[];
}

/**
 * Builds the stage `checks` of an image, which has the image's interpreter and packages and ruff, mypy and pytest, and runs a command
 * in it, without network.
 */
export async function runInChecks({ image, options = [], command = [] }: ChecksRun): Promise<Ended> {
    await dockerEngine();
    await baseImages();
    const name = `airflow-dbt-checks-${image}-${process.pid}`;
    try {
        await step(`building the checks of the image ${image}`, () =>
            buildImage({ dockerfile: `images/${image}/Dockerfile`, target: "checks", tag: name }),
        );
        const bounds = ["--rm", "--init", "--network", "none", "--memory", "4g"];
        const words = ["run", "--name", name, ...bounds, ...options, name, ...command];
        return await runProgram("docker", words, { output: "collect", limit });
    } finally {
        // The container still exists if it ran into the limit.
        await succeeds("docker", ["rm", "--force", name]);
        await succeeds("docker", ["image", "rm", name]);
    }
}
