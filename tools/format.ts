import { attempt } from "../commands/command-line/attempt";
import { isHelp } from "../commands/command-line/stack-option";
import { project } from "../commands/set-up/places";
import { runInChecks } from "./test/checks-image";
import { npx } from "./test/program";

const usage = `npm run format

Formats TypeScript, JavaScript and YAML with Prettier, and Python with the Ruff of the dbt image's stage "checks".`;

/** The two scripts of the dbt image have no suffix by which Ruff would find them. */
const python = ["airflow", "dbt", "images", "images/dbt/bin/dbt", "images/dbt/bin/dbt-server"];

async function format(): Promise<number> {
    if (isHelp(usage)) {
        return 0;
    }
    const prettier = await npx("prettier", ["--write", "--log-level", "warn", "."]);
    const ruff = await runInChecks({
        image: "dbt",
        // As the user who runs this, to whom the files belong.
        options: ["--user", `${process.getuid?.()}:${process.getgid?.()}`, "--volume", `${project}:/checkout`],
        command: [
            ...[
                "/opt/checks/bin/ruff",
                "format",
                "--no-cache",
                "--config",
                "/checkout/images/dbt/warm_dbt/pyproject.toml",
            ],
            ...python.map((path) => `/checkout/${path}`),
        ],
    });
    return prettier.ok && ruff.ok ? 0 : 1;
}

attempt(usage, format);
