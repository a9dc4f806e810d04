import { readFileSync } from "node:fs";
import { dump } from "js-yaml";
import { attempt } from "./command-line/attempt";
import { airflowOptions } from "./helm-values/airflow-options";
import { airflowPackages } from "./helm-values/airflow-packages";
import { chartValues } from "./helm-values/chart-values";
import { dbtManifests } from "./helm-values/dbt-manifests";
import { type DeployedStack, deployedStack } from "./helm-values/deployed-stack";
import { notes } from "./helm-values/notes";
import { type Options, readOptions, usage } from "./helm-values/options";
import { secrets } from "./helm-values/secrets";
import { type Deployment } from "./interrupted-update/recorded-state";
import { pulumiOutput } from "./pulumi/run-pulumi";
import { setUp } from "./set-up/set-up";

attempt(usage, async () => {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) {
        console.log(usage);
        return 0;
    }
    const { stack, part } = options;
    const words = ["stack", "export", "--show-secrets", "--stack", stack];
    const { deployment } = JSON.parse(pulumiOutput(await setUp({ purpose: "settings" }), words)) as {
        deployment: Deployment;
    };
    if (part === "secrets" && process.stdout.isTTY) {
        console.error("These are secrets. Pass them on through a pipe: … --secrets | kubectl apply -f -");
    }
    console.log(printed(deployedStack(stack, deployment), options));
    return 0;
});

function printed(stack: DeployedStack, { part, registry }: Options): string {
    if (part !== "values") {
        return yaml(part === "secrets" ? secrets(stack) : dbtManifests(stack, registry));
    }
    const packages = airflowPackages(readFileSync("airflow/uv.lock", "utf8"));
    const image = { packages, options: airflowOptions(readFileSync("airflow/airflow.cfg", "utf8")) };
    return `${notes(stack, registry, packages)}\n${yaml([chartValues(stack, registry, image)])}`;
}

function yaml(documents: object[]): string {
    return documents
        .map((each) => dump(each, { lineWidth: -1, noRefs: true }))
        .join("---\n")
        .trimEnd();
}
