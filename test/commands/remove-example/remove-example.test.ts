import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { exampleFiles } from "../../../commands/remove-example/example";

let folder = "";
const at = (path: string) => join(folder, path);
const files = (path: string): string[] =>
    readdirSync(at(path), { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile())
        .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
        .sort();
const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
};
const git = (...words: string[]) => {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    expect(spawnSync("git", [...identity, ...words], { cwd: folder, encoding: "utf8" })).toMatchObject({ status: 0 });
};
const removeExample = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync("node", [resolve("commands/run.mjs"), "remove-example", ...words], {
        cwd: folder,
        encoding: "utf8",
    });
    return { status, output: stdout + stderr };
};

// Each run of the command is a process of its own, and takes a second on a busy machine.
jest.setTimeout(30_000);

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "airflow-dbt-remove-example-"));
    const isSource = (path: string) => !/__pycache__|target|dbt_packages|\.venv/.test(path);
    for (const each of ["airflow", "dbt"]) {
        cpSync(each, at(each), { recursive: true, filter: isSource });
    }
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "all");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the list has every file of the example in the checkout", () => {
    const listed = spawnSync("git", ["ls-files", "airflow/dags", "dbt/models", "dbt/macros", "dbt/tests"], {
        encoding: "utf8",
    });
    const shared = ["airflow/dags/.airflowignore", "dbt/macros/drop_pull_request_schemas.sql"];
    expect([...exampleFiles, ...shared].sort()).toEqual(listed.stdout.trim().split("\n").sort());
});

test("--yes removes the example, and leaves a project that dbt can read", () => {
    write("airflow/dags/flights_pipeline/__pycache__/extract.cpython-313.pyc", "");
    const before = readFileSync(at("dbt/profiles/profiles.yml"), "utf8");

    const { status, output } = removeExample("--yes");

    expect(output).toContain("  airflow/dags/flights_pipeline/extract.py\n");
    expect(output).toContain("dbt/dbt_project.yml loses what belongs to the example.");
    expect(output).toContain("The example is removed");
    expect(status).toBe(0);
    expect(files("airflow/dags")).toEqual(["airflow/dags/.gitkeep"]);
    expect(files("dbt").filter((path) => !/README|uv\.lock|pyproject/.test(path))).toEqual([
        "dbt/dbt_project.yml",
        "dbt/macros/drop_pull_request_schemas.sql",
        "dbt/models/.gitkeep",
        "dbt/profiles/profiles.yml",
    ]);
    expect(readFileSync(at("dbt/profiles/profiles.yml"), "utf8")).toBe(before);
    const text = readFileSync(at("dbt/dbt_project.yml"), "utf8");
    expect(text).not.toMatch(/flights|generate_schema_name/);
    expect(load(text)).toMatchObject({ name: "my_project", profile: "warehouse", "model-paths": ["models"] });
    expect(load(text)).not.toHaveProperty("models");
    expect(removeExample()).toEqual({ status: 0, output: "Nothing to do: the example is not here.\n" });
});

test("the user's own files in the same folders stay", () => {
    const own = ["airflow/dags/my_dag.py", "airflow/dags/data/my.csv", "dbt/models/marts/my.sql", "dbt/macros/my.sql"];
    for (const path of own) {
        write(path, "my own");
    }
    write("dbt/dbt_project.yml", "name: dwh\nprofile: warehouse\nmodels:\n  flights:\n    +schema: x\n");
    write("airflow/dags/.airflowignore", "data/\nmy_library/\nflights_pipeline/\n");

    expect(removeExample("--yes").status).toBe(0);

    for (const path of own) {
        expect(readFileSync(at(path), "utf8")).toBe("my own");
    }
    expect(existsSync(at("dbt/models/.gitkeep"))).toBe(false);
    expect(readFileSync(at("dbt/dbt_project.yml"), "utf8")).toContain("name: dwh\n");
    expect(readFileSync(at("dbt/dbt_project.yml"), "utf8")).toContain("  flights:\n");
    expect(readFileSync(at("airflow/dags/.airflowignore"), "utf8")).toBe("my_library/\n");
});

describe("nothing is removed", () => {
    let before: string[] = [];
    beforeEach(() => {
        before = files("airflow").concat(files("dbt"));
    });
    afterEach(() => expect(files("airflow").concat(files("dbt"))).toEqual(before));

    test("with --dry-run", () => {
        const { status, output } = removeExample("--dry-run");
        expect(output).toMatch(
            /^35 files of the example will be removed:\n[^]*\nNothing was removed \(--dry-run\)\.\n$/,
        );
        expect(status).toBe(0);
    });

    test("without a terminal", () => {
        const { status, output } = removeExample();
        expect(output).toContain(
            "Nothing was removed: there is no terminal to ask on. To remove these files, add --yes",
        );
        expect(status).toBe(1);
    });

    test("if a file has uncommitted changes", () => {
        write("airflow/dags/flights.py", "# my change\n");
        write("dbt/dbt_project.yml", `${readFileSync(at("dbt/dbt_project.yml"), "utf8")}# my change\n`);
        write("airflow/README.md", "of no concern\n");
        const { status, output } = removeExample();
        expect(output).toMatch(
            /these files have uncommitted changes\. Commit them, or add --yes to lose them\.\n {2}airflow\/dags\/flights\.py\n {2}dbt\/dbt_project\.yml\n$/,
        );
        expect(status).toBe(1);
    });

    test("if git does not know the files", () => {
        rmSync(at(".git"), { recursive: true });
        const { status, output } = removeExample();
        expect(output).toContain("git cannot say whether the files are committed (fatal: not a git repository");
        expect(output).toContain("add --yes");
        expect(status).toBe(1);
    });

    test("if the answer is no", () => {
        const command = `node ${resolve("commands/run.mjs")} remove-example`;
        const { status, stdout } = spawnSync("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
            cwd: folder,
            encoding: "utf8",
            input: "no\n",
        });
        expect(stdout).toContain("Nothing was removed.");
        expect(status).toBe(1);
    });

    test("after a wrong option", () => {
        const { status, output } = removeExample("--all");
        expect(output).toMatch(/Unknown option '--all'[^]*npm run remove-example -- \[--dry-run\] \[--yes\]/);
        expect(status).toBe(2);
        expect(removeExample("flights")).toMatchObject({ status: 2 });
    });

    test("with --help, which says what needs the example", () => {
        expect(removeExample("--help")).toMatchObject({
            status: 0,
            output: expect.stringContaining("npm test") as string,
        });
    });
});
