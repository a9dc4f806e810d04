/** The images that the Dockerfiles start from: already present, or pulled, or what `offline/` makes in their place. */
import { ask, engineAddress } from "./engine-api";
import { run, succeeds } from "./command";
import { offline } from "./offline";
import { say, step } from "./progress";
import { reachable } from "./reachable";

/**
 * Airflow needs Debian 13, whose Python is 3.13. Postgres stays on Debian 12: its volumes hold the data of Postgres 15, which no
 * later version reads.
 */
export const BASE_IMAGES = ["debian:bookworm-slim", "debian:trixie-slim"];

export async function baseImages(): Promise<void> {
    for (const image of BASE_IMAGES) {
        await baseImage(image);
    }
}

async function baseImage(image: string): Promise<void> {
    const status = await ask(engineAddress(), `/images/${image}/json`);
    const there =
        status === 200 || (typeof status !== "number" && (await succeeds("docker", ["image", "inspect", image])));
    if (there || (await pulled(image))) {
        return;
    }
    const instead = offline();
    if (instead === undefined) {
        throw new Error(
            `the image ${image} is missing and no registry answers. Load it with 'docker load', or run 'docker pull' through your ` +
                `registry and 'docker tag <image> ${image}'.`,
        );
    }
    await instead.baseImage(image);
}

async function pulled(image: string): Promise<boolean> {
    // Docker Hub asks everyone to log in first: a 401 is the answer of a working registry. A mirror is asked by the engine itself.
    const hub = await reachable("https://registry-1.docker.io/v2/", [401]);
    if (!hub && !(await hasMirror())) {
        return false;
    }
    return step(`pulling ${image}`, () => run("docker", ["pull", "--quiet", image], { limit: 300000 })).then(
        () => true,
        (error: Error) => {
            say(`• ${error.message.split("\n").pop()}`);
            return false;
        },
    );
}

function hasMirror(): Promise<boolean> {
    return run("docker", ["info", "--format", "{{json .RegistryConfig.Mirrors}}"]).then(
        (mirrors) => !["[]", "null", ""].includes(mirrors),
        () => false,
    );
}
