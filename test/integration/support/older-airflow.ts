import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output, say } from "../../../tools/running-stack/run";

/**
 * Changes a copy of the checkout to an older Airflow: its requirement and the lock file, nothing else. The image's own build stage,
 * which has uv, writes the lock file.
 *
 * @param version for example `3.2.*`
 */
export async function lockAirflow(checkout: string, version: string): Promise<void> {
    const folder = join(checkout, "airflow");
    const file = join(folder, "pyproject.toml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/"apache-airflow==[^"]+"/, `"apache-airflow==${version}"`));
    say(`locking Airflow ${version}`);
    const dockerfile = join(checkout, "images", "airflow", "Dockerfile");
    const stage = `FROM python AS locking\nRUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet uv==0.13.9\n`;
    const base = readFileSync(dockerfile, "utf8").split(/^FROM python AS packages$/m)[0];
    const image = await output("docker", ["build", "--quiet", "--target", "locking", "-"], { input: base + stage });
    const lock = ["/opt/uv/bin/uv", "lock", "--python", "/usr/bin/python3"];
    await output("docker", [
        "run",
        "--rm",
        "--volume",
        `${folder}:/lock`,
        "--workdir",
        "/lock",
        image.split("\n").pop() ?? "",
        ...lock,
    ]);
}
