import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { attempt } from "../commands/command-line/attempt";
import { step } from "../commands/set-up/progress";
import { setUp } from "../commands/set-up/set-up";
import { CheckoutCopy } from "./bench/checkout-copy";
import { buildImage } from "./engine/build-image";
import { chromiumProgram } from "./test/chromium";
import { npx } from "./test/program";
import { output } from "./running-stack/run";

const usage = `npm run test:airflow-version -- <version>

Runs the most important integration tests with another version of Airflow, for example 3.2, which means the newest 3.2.x. In a copy of
the checkout it changes airflow/pyproject.toml and locks again, and changes nothing else. The checkout stays as it is.`;

/** What depends most on Airflow's own code: the programs, the executor, the tasks, the jobs, the UI. */
const tests = ["pipeline", "ssh", "rotation", "browser", "recovery", "airflow-features"];

async function testAirflowVersion(): Promise<number> {
    const [version, ...others] = process.argv.slice(2);
    if (version === "--help" || version === "-h") {
        console.log(usage);
        return 0;
    }
    if (!/^\d+\.\d+(\.\d+)?$/.test(version ?? "") || others.length > 0) {
        console.error(`Expected one version, such as 3.2 or 3.2.2\n\n${usage}`);
        return 2;
    }
    await setUp({ gcp: true, standIns: "any stack" });
    await chromiumProgram();
    const { folder } = new CheckoutCopy();
    const manifest = join(folder, "airflow", "pyproject.toml");
    writeFileSync(manifest, requiring(readFileSync(manifest, "utf8"), version));
    await step("locking", () => lock(join(folder, "airflow")));
    const locked = /name = "apache-airflow"\nversion = "(.*)"/.exec(readFileSync("airflow/uv.lock", "utf8"))?.[1];
    console.log(`• Airflow ${locked}: ${tests.join(", ")}`);
    const files = tests.map((name) => `test/integration/${name}.test.ts`);
    return (await npx("jest", ["--selectProjects", "integration", "--runInBand", ...files])).ok ? 0 : 1;
}

/** The project's requirements with another version of Airflow. */
function requiring(manifest: string, version: string): string {
    const wanted = version.split(".").length === 2 ? `${version}.*` : version;
    const changed = manifest.replace(/"apache-airflow==[^"]+"/, `"apache-airflow==${wanted}"`);
    if (changed === manifest) throw new Error(`airflow/pyproject.toml already asks for apache-airflow==${wanted}`);
    return changed;
}

/** Writes the lock file anew with the image's own Python and uv; packages that may stay as they are do. */
async function lock(folder: string): Promise<void> {
    const tag = `airflow-dbt-uv-${process.pid}`;
    await buildImage({ image: "airflow", target: "uv", tag });
    try {
        const mount = `${resolve(folder)}:/opt/build`;
        await output("docker", ["run", "--rm", "--volume", mount, tag, "/opt/uv/bin/uv", "lock"]);
    } finally {
        await output("docker", ["image", "rm", tag]);
    }
}

attempt(testAirflowVersion);
