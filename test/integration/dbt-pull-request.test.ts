import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { container, inContainer, sql } from "../../tools/running-stack/containers";
import { output } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

interface Job {
    env: Record<string, string>;
    steps: { id?: string; run?: string }[];
}

const stack = sharedStack();
const place = "/tmp/dbt-pull-request";
const files = "/tmp/dbt-pull-request-files";
const { jobs } = load(readFileSync(".github/workflows/dbt-pull-request.yml", "utf8")) as { jobs: { build: Job } };

/** On prod, `pr_changed` reads `pr_above`, and `pr_below` reads `pr_changed`. */
const models: Record<string, string> = {
    pr_above: "select 1 as id",
    pr_changed: "select id from {{ ref('pr_above') }}",
    pr_below: "select id from {{ ref('pr_changed') }}",
    pr_beside: "select 1 as id",
};

let folder: string;

/** Makes a checkout with a project of these models, with the macros and the profile of this repository. */
function checkOut(at: string, queries: Record<string, string>): void {
    const project = join(folder, at, "dbt");
    mkdirSync(join(project, "models", "marts"), { recursive: true });
    for (const name of ["dbt_project.yml", "macros", "profiles"]) {
        cpSync(join("dbt", name), join(project, name), { recursive: true });
    }
    for (const [name, query] of Object.entries(queries)) {
        writeFileSync(join(project, "models", "marts", `${name}.sql`), `${query}\n`);
    }
}

/** Runs a script as a runner would, with dbt as released, and the stack's warehouse in the place of prod's. */
async function run(script: string, environment: Record<string, string> = jobs.build.env): Promise<string> {
    const inside = Object.entries(environment).map(([name, value]) => {
        const given = value
            .replace("${{ github.workspace }}", place)
            .replace("${{ github.event.number }}", "7")
            .replace(/\$\{\{ (?:vars|secrets)\.PROD_(\w+)(?: \|\| '\w+')? \}\}/, "$LOCAL_$1");
        return `export ${name}="${given}"`;
    });
    const password = 'export PROD_ANALYTICS_POSTGRES_PASSWORD="$LOCAL_ANALYTICS_POSTGRES_PASSWORD"';
    const lines = [". /etc/dbt/environment.sh", ...inside, password, "PATH=/opt/dbt/bin:$PATH", `cd ${place}`, script];
    return inContainer(stack, "dbt", "bash", "-ec", lines.join("\n"));
}

/** Runs a step of the workflow. */
function step(id: string): Promise<string> {
    return run(jobs.build.steps.find((each) => each.id === id)?.run ?? `echo no step ${id} >&2; exit 1`);
}

/** Tables and views of the models, with their schemas. */
async function built(): Promise<string[]> {
    const rows = await sql(
        stack,
        "analytics",
        "select schemaname || '.' || tablename from pg_tables where tablename like 'pr\\_%' order by 1",
    );
    return rows.split("\n").filter(Boolean);
}

const onProd = Object.keys(models)
    .sort()
    .map((name) => `marts.${name}`);

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "airflow-dbt-pull-request-"));
    checkOut("base", models);
    checkOut(".", { ...models, pr_changed: "select id, 2 as more from {{ ref('pr_above') }}" });
    chmodSync(folder, 0o755);
    await output("docker", ["cp", folder, `${(await container(stack, "dbt")).Id}:${files}`]);
    await inContainer(stack, "dbt", "cp", "-r", files, place);
    await run("dbt build --project-dir base/dbt", { ...jobs.build.env, DBT_SCHEMA_PREFIX: "" });
}, 300_000);

afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const table of await built()) {
        await sql(stack, "analytics", `drop table ${table}`);
    }
    await inContainer(stack, "dbt", "rm", "-rf", place);
    await stack.docker(["exec", "--user", "0", (await container(stack, "dbt")).Id, "rm", "-rf", files]);
}, 300_000);

test("a pull request builds what it changes and what reads that, in schemas of its own, and drops them", async () => {
    expect(await built()).toEqual(onProd);
    await step("base");
    const said = await step("build");
    expect(said).toContain("Completed successfully");
    expect(await built()).toEqual([...onProd, "pr_7_marts.pr_below", "pr_7_marts.pr_changed"]);
    expect(await sql(stack, "analytics", "select more from pr_7_marts.pr_changed")).toBe("2");

    await step("drop");
    expect(await built()).toEqual(onProd);
    expect(await sql(stack, "analytics", "select count(*) from pg_namespace where nspname like 'pr\\_%'")).toBe("0");
}, 300_000);

test("nothing is built by a project that would ignore the prefix, or dropped without one", async () => {
    await run("rm dbt/macros/generate_schema_name.sql");
    const drop = "dbt run-operation drop_pull_request_schemas";
    for (const prefix of ["", "marts", "pr_", "pr_7"]) {
        await expect(run(drop, { ...jobs.build.env, DBT_SCHEMA_PREFIX: prefix })).rejects.toThrow(
            `DBT_SCHEMA_PREFIX is '${prefix}'`,
        );
    }
    await run("sed -i \"s/{{ env_var('DBT_SCHEMA_PREFIX', '') }}//\" dbt/profiles/profiles.yml");
    await expect(step("build")).rejects.toThrow(/would be built in the schema analytics_marts/);
    expect(await built()).toEqual(onProd);
}, 300_000);
