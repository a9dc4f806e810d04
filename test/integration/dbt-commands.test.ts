import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { container, inContainer, sql } from "../../tools/running-stack/containers";
import { output, say } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";
import { artifacts, normalized } from "./support/dbt-artifacts";

const stack = sharedStack();
const place = "/tmp/dbt-commands";
const files = "/tmp/dbt-commands-files";
const modes = ["plain", "warm"] as const;
type Mode = (typeof modes)[number];

/** In this order, each in the state that those before it left behind; and how each ends. */
const commands: [string[], number][] = [
    [["--version"], 0],
    [["--help"], 0],
    [["run", "--help"], 0],
    [["no-such-command"], 2],
    [["run", "--no-such-option"], 2],
    [["debug"], 0],
    [["debug", "--target", "nowhere"], 1],
    [["parse"], 2],
    [["deps"], 0],
    [["parse"], 0],
    [["ls"], 0],
    [["ls", "--resource-type", "model", "--output", "json"], 0],
    [["ls", "--select", "nothing_of_this_name"], 0],
    [["compile"], 0],
    [["compile", "--select", "as_table"], 0],
    [["compile", "--inline", "select {{ lent.lent() }}"], 0],
    [["seed"], 0],
    [["seed", "--full-refresh"], 0],
    [["run"], 0],
    [["run"], 0],
    [["run", "--full-refresh", "--select", "in_parts"], 0],
    [["run", "--select", "tag:nightly+", "--exclude", "in_parts"], 0],
    [["run", "--vars", "{expression: no_such_column}"], 1],
    [["retry"], 1],
    [["run", "--fail-fast", "--vars", "{expression: '{{ bad'}"], 2],
    [["run", "--vars", "{not yaml"], 2],
    [["run", "--target", "two", "--select", "as_view"], 1],
    [["run", "--target", "no_such_target"], 2],
    [["run", "--quiet"], 0],
    [["run", "--empty"], 0],
    [["run", "--log-level", "warn", "--no-partial-parse"], 0],
    [["snapshot"], 0],
    [["snapshot"], 0],
    [["test"], 0],
    [["test", "--store-failures", "--vars", "{failing: 'true'}"], 1],
    [["test", "--select", "test_type:unit"], 0],
    [["build", "--full-refresh"], 0],
    [["build", "--warn-error", "--select", "as_table"], 1],
    [["show", "--select", "as_table"], 0],
    [["show", "--inline", "select 1 as one", "--output", "json"], 0],
    [["source", "freshness"], 1],
    [["run-operation", "say", "--args", "{what: this}"], 0],
    [["run-operation", "refuse"], 1],
    [["run-operation", "no_such_macro"], 2],
    [["docs", "generate"], 0],
    [["clone", "--state", "."], 2],
    [["clean", "--no-clean-project-files-only"], 0],
];

let results: string;

/** Runs all commands in one way; what each said, its exit code and dbt's artifacts are kept in the container. */
async function runAll(mode: Mode): Promise<number> {
    const { Id } = await container(stack, "dbt");
    await inContainer(
        stack,
        "dbt",
        "sh",
        "-c",
        `rm -rf ${place}/now && mkdir -p ${place} && cp -r ${files} ${place}/now`,
    );
    const script = `
        results=${place}/results/$1/$2; shift 2
        mkdir -p "$results" && cd ${place}/now/project
        dbt "$@" > "$results/stdout" 2> "$results/stderr" < /dev/null
        echo $? > "$results/code"
        cp -r ${place}/now/target "$results/" 2> /dev/null || true`;
    const environment = {
        WARM_DBT: `${mode === "warm"}`,
        DBT_PROFILES_DIR: `${place}/now/project`,
        DBT_TARGET_PATH: `${place}/now/target`,
        DBT_LOG_PATH: `${place}/now/logs`,
    };
    const variables = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const began = Date.now();
    for (const [index, [words]] of commands.entries()) {
        await stack.docker(["exec", ...variables, Id, "bash", "-c", script, "_", mode, `${index}`, ...words]);
    }
    return (Date.now() - began) / 1000;
}

async function dropSchemas(): Promise<void> {
    for (const schema of ["", "_seeds", "_two", "_dbt_test__audit"]) {
        await sql(stack, "analytics", `drop schema if exists dbt_commands${schema} cascade`);
    }
}

const seconds: Partial<Record<Mode, number>> = {};

beforeAll(async () => {
    const { Id } = await container(stack, "dbt");
    await inContainer(stack, "dbt", "test", "-S", "/run/dbt/server.sock");
    await output("docker", ["cp", resolve("test/integration/support/dbt-commands"), `${Id}:${files}`]);
    for (const mode of modes) {
        seconds[mode] = await runAll(mode);
        say(`${commands.length} dbt commands, ${mode}: ${seconds[mode].toFixed(0)} s`);
        await dropSchemas();
    }
    results = mkdtempSync(join(tmpdir(), "airflow-dbt-commands-"));
    await output("docker", ["cp", `${Id}:${place}/results/.`, results]);
}, 900_000);

afterAll(async () => {
    rmSync(results, { recursive: true, force: true });
    await dropSchemas();
    await inContainer(stack, "dbt", "rm", "-rf", place);
    await stack.docker(["exec", "--user", "0", (await container(stack, "dbt")).Id, "rm", "-rf", files]);
});

describe("dbt, plain and warm,", () => {
    test.each(commands.map(([words, code], index) => [index, words.join(" "), code] as const))(
        "%i: dbt %s",
        (index, _, code) => {
            const [plain, warm] = modes.map((mode) => {
                const folder = join(results, mode, `${index}`);
                const said = (name: string) => normalized(readFileSync(join(folder, name), "utf8"));
                const target = join(folder, "target");
                return {
                    code: Number(said("code")),
                    stdout: said("stdout"),
                    stderr: said("stderr"),
                    artifacts: existsSync(target) ? artifacts(target) : {},
                };
            });
            expect(warm).toEqual(plain);
            expect({ code: warm.code, ...(warm.code === code ? {} : { said: warm.stdout + warm.stderr }) }).toEqual({
                code,
            });
        },
    );

    test("are not the same: a warm dbt does not import dbt again", () => {
        expect(seconds.warm).toBeLessThan(0.7 * (seconds.plain ?? 0));
    });
});
