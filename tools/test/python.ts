import { runInChecks } from "./checks-image";
import { countLine, pytestCounts } from "./counts";

/** The images with Python code of our own, by their folders in `images/`. */
const images = ["airflow", "dbt"];

/** Runs ruff, mypy and pytest in the stage `checks` of each image. Its command ends with 0 only if all of them pass. */
export async function python(): Promise<boolean> {
    let ok = true;
    const total = { passed: 0, failed: 0 };
    for (const image of images) {
        const ended = await runInChecks({ image });
        const { passed, failed } = pytestCounts(ended.output);
        total.passed += passed;
        total.failed += failed;
        if (!ended.ok || passed === 0) {
            ok = false;
            console.error(`The checks of the image ${image} failed (images/${image}/Dockerfile, stage checks)`);
        }
    }
    console.log(countLine("python", total));
    return ok;
}
