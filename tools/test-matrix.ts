import { attempt } from "../commands/command-line/attempt";
import { isHelp } from "../commands/command-line/stack-option";
import { setUp } from "../commands/set-up/set-up";
import { npx } from "./test/program";

const usage = `npm run test:matrix

Runs the whole tables of integration tests of which npm test runs a part: every change while tasks run, every service killed while tasks run,
an update killed at every moment, workers on three machines, with the API server away for two minutes, and DAGs from a tag and over HTTPS. Takes
about an hour and a half.`;

/** The tests read this variable. */
const ALL = "AIRFLOW_DBT_ALL_CHANGES";

async function testMatrix(): Promise<number> {
    if (isHelp(usage)) {
        return 0;
    }
    await setUp({ gcp: true, standIns: "any stack" });
    process.env[ALL] = "1";
    const files = [
        "changes-while-tasks-run",
        "dags-from-git-sources",
        "faults-while-tasks-run",
        "interrupted-update",
        "workers",
        "workers-elsewhere",
    ].map((name) => `test/integration/${name}.test.ts`);
    return (await npx("jest", [...files, "--selectProjects", "integration", "--runInBand"])).ok ? 0 : 1;
}

attempt(usage, testMatrix);
