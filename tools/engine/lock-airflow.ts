import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { output } from "../running-stack/run";
import { buildImage } from "../../commands/engine/build-image";

/**
 * Changes a copy's folder `airflow` to another version of Airflow: the requirement and the lock file, nothing else.
 *
 * @param version `3.2`, which means the newest 3.2.x, or `3.2.2`
 */
export async function lockAirflow(folder: string, version: string): Promise<void> {
    const manifest = join(folder, "pyproject.toml");
    writeFileSync(manifest, requiring(readFileSync(manifest, "utf8"), version));
    await lock(folder);
}

/** The project's requirements with another version of Airflow. */
function requiring(manifest: string, version: string): string {
    const wanted = version.split(".").length === 2 ? `${version}.*` : version;
    const changed = manifest.replace(/"apache-airflow==[^"]+"/, `"apache-airflow==${wanted}"`);
    if (changed === manifest) {
        throw new Error(`airflow/pyproject.toml already asks for apache-airflow==${wanted}`);
    }
    return changed;
}

/** Updates the lock file with the image's own Python and uv; packages keep their versions where possible. */
async function lock(folder: string): Promise<void> {
    const tag = `airflow-dbt-uv-${process.pid}`;
    await buildImage({ dockerfile: "images/airflow/Dockerfile", target: "uv", tag });
    try {
        const mount = `${resolve(folder)}:/opt/build`;
        await output("docker", ["run", "--rm", "--volume", mount, tag, "/opt/uv/bin/uv", "lock"]);
    } finally {
        await output("docker", ["image", "rm", tag]);
    }
}
