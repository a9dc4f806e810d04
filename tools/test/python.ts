import { baseImages } from "../../commands/set-up/base-image";
import { succeeds } from "../../commands/set-up/command";
import { dockerEngine } from "../../commands/set-up/docker-engine";
import { step } from "../../commands/set-up/progress";
import { buildImage } from "../engine/build-image";
import { countLine, pytestCounts } from "./counts";
import { runProgram } from "./program";

/** The images with Python code of our own, by their folders in `images/`. Each Dockerfile has a stage `checks`. */
const images = ["airflow", "dbt"];

/** Seconds that the checks of an image may take. */
const limit = 1200;

/**
 * Runs the stage `checks` of each image: ruff, mypy and pytest, with the interpreter and the packages of the image. Its command
 * ends with 0 only if all of them pass.
 */
export async function python(): Promise<boolean> {
    await dockerEngine();
    await baseImages();
    let ok = true;
    const total = { passed: 0, failed: 0 };
    for (const image of images) {
        const { passed, failed, ...checks } = await check(image);
        total.passed += passed;
        total.failed += failed;
        if (!checks.ok || passed === 0) {
            ok = false;
            console.error(`The checks of the image ${image} failed (images/${image}/Dockerfile, stage checks)`);
        }
    }
    console.log(countLine("python", total));
    return ok;
}

async function check(image: string): Promise<{ ok: boolean; passed: number; failed: number }> {
    const name = `airflow-dbt-checks-${image}-${process.pid}`;
    try {
        await step(`building the checks of the image ${image}`, () =>
            buildImage({ image, target: "checks", tag: name }),
        );
        console.log(`• the checks of the image ${image}`);
        const bounds = ["--rm", "--init", "--network", "none", "--memory", "4g"];
        const { ok, output } = await runProgram("docker", ["run", "--name", name, ...bounds, name], {
            output: "collect",
            limit,
        });
        return { ok, ...pytestCounts(output) };
    } finally {
        // The container is still there if its time was up.
        await succeeds("docker", ["rm", "--force", name]);
        await succeeds("docker", ["image", "rm", name]);
    }
}
