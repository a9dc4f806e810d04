import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, UsageError } from "../commands/command-line/attempt";
import { step } from "../commands/set-up/progress";
import { setUp } from "../commands/set-up/set-up";
import { CheckoutCopy } from "./running-stack/checkout-copy";
import { lockAirflow } from "./engine/lock-airflow";
import { chromiumProgram } from "./test/chromium";
import { npx } from "./test/program";

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
        throw new UsageError("Expected one version, such as 3.2 or 3.2.2");
    }
    await setUp({ gcp: true, standIns: "any stack" });
    await chromiumProgram();
    const { folder } = new CheckoutCopy();
    await step("locking", () => lockAirflow(join(folder, "airflow"), version));
    const locked = /name = "apache-airflow"\nversion = "(.*)"/.exec(readFileSync("airflow/uv.lock", "utf8"))?.[1];
    console.log(`• Airflow ${locked}: ${tests.join(", ")}`);
    const files = tests.map((name) => `test/integration/${name}.test.ts`);
    return (await npx("jest", ["--selectProjects", "integration", "--runInBand", ...files])).ok ? 0 : 1;
}

attempt(usage, testAirflowVersion);
