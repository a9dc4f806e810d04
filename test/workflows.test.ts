import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { CLI } from "../commands/set-up/versions";
import { readOptions } from "../commands/preview/options";

interface Step {
    uses?: string;
    run?: string;
    with?: Record<string, unknown>;
}

interface Workflow {
    on: Record<string, unknown>;
    permissions: Record<string, string>;
    concurrency: { group: string };
    jobs: Record<
        string,
        { if?: string; "timeout-minutes": number; permissions?: Record<string, string>; steps: Step[] }
    >;
}

const folder = ".github/workflows";
const files = readdirSync(folder);
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");
const workflowOf = (file: string) => load(textOf(file)) as Workflow;
const stepsOf = (file: string) => Object.values(workflowOf(file).jobs).flatMap(({ steps }) => steps);
const commandsOf = (file: string) => stepsOf(file).flatMap(({ run }) => run?.split("\n") ?? []);
const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);

const ofDbt = "dbt-pull-request.yml";
/** Those that run programs of this repository; the other one runs dbt alone. */
const ofNode = files.filter((file) => file !== ofDbt);

test("there are the two workflows of pull requests and the one that looks for drift", () => {
    expect(files).toEqual([ofDbt, "drift.yml", "test-and-preview.yml"]);
    expect(workflowOf(ofDbt).on).toEqual({ pull_request: { paths: ["dbt/**"] } });
    expect(Object.keys(workflowOf("test-and-preview.yml").on)).toEqual(["pull_request", "push"]);
    expect(Object.keys(workflowOf("drift.yml").on)).toEqual(["schedule", "workflow_dispatch"]);
});

describe(ofDbt, () => {
    const text = textOf(ofDbt);
    const [job] = Object.values(workflowOf(ofDbt).jobs);

    test("installs dbt with the image's version of uv", () => {
        const uv = /uv==(\S+)/.exec(readFileSync("images/dbt/Dockerfile", "utf8"))?.[0];
        expect(commandsOf(ofDbt)).toContain(`pip install ${uv}`);
    });

    test("has what the profile reads for prod, and no other setting", () => {
        const profile = readFileSync("dbt/profiles/profiles.yml", "utf8");
        const read = new Set([...profile.matchAll(/env_var\('(PROD_ANALYTICS_\w+)'/g)].map(([, name]) => name));
        const given = new Set([...text.matchAll(/(?:vars|secrets)\.(PROD_\w+)/g)].map(([, name]) => name));
        expect([...given].sort()).toEqual([...read].sort());
    });

    test("sends the password over TLS, unless told otherwise", () => {
        expect(text).toContain(
            "PROD_ANALYTICS_POSTGRES_SSLMODE: ${{ vars.PROD_ANALYTICS_POSTGRES_SSLMODE || 'require' }}",
        );
    });

    test("gives the password only to the steps that log in, and drops the schemas also after a failure", () => {
        const steps = job.steps as (Step & { id?: string; if?: string; env?: object })[];
        expect(steps.filter(({ env }) => env).map(({ id }) => id)).toEqual(["build", "drop"]);
        expect(JSON.stringify(job).match(/secrets\.PROD_ANALYTICS_POSTGRES_PASSWORD/g)).toHaveLength(2);
        expect(steps.at(-1)?.if).toContain("always()");
    });
});

describe.each(ofNode)("%s", (file) => {
    test("runs only scripts of package.json and programs of the repository", () => {
        const named = commandsOf(file).flatMap((line) =>
            [...line.matchAll(/npm (?:run (?:--silent )?)?([\w-]+)/g)].map(([, script]) => script),
        );
        expect(named.length).toBeGreaterThan(0);
        expect(scripts).toEqual(expect.arrayContaining(named));
        const programs = commandsOf(file).flatMap((line) => /(?:^| )(\.\S+)$/.exec(line)?.[1] ?? []);
        expect(programs).toEqual(file === "drift.yml" ? [] : [".ci/run"]);
        for (const program of programs) {
            expect(() => accessSync(program, constants.X_OK)).not.toThrow();
        }
    });

    test("previews with words that npm run preview knows, and the stack's file is there", () => {
        for (const [, words] of commandsOf(file).flatMap((line) => [
            ...line.matchAll(/npm run --silent preview -- ([\w -]+?)(?: \||$)/g),
        ])) {
            const options = readOptions(words.split(" "));
            expect(existsSync(`Pulumi.${options?.stack}.yaml`)).toBe(true);
            expect([[], ["--refresh", "--expect-no-changes"]]).toContainEqual(options?.further);
        }
        for (const { with: inputs } of stepsOf(file).filter((step) => step.with?.command === "preview")) {
            expect(inputs).toMatchObject({
                "stack-name": "prod",
                policyPacks: "policy",
                "comment-on-pr": true,
                color: "never",
            });
            expect(inputs).not.toHaveProperty("upsert");
            expect(existsSync(join(String(inputs?.policyPacks), "PulumiPolicy.yaml"))).toBe(true);
        }
    });

    test("keys its caches on files that are there", () => {
        const patterns = [...textOf(file).matchAll(/hashFiles\(([^)]*)\)/g)].flatMap(([, list]) =>
            list.split(",").map((each) => each.trim().replaceAll("'", "")),
        );
        expect(patterns.length).toBeGreaterThan(0);
        for (const pattern of patterns) {
            expect(statSync(pattern.replace(/\/\*\*$/, "")).isDirectory()).toBe(pattern.endsWith("/**"));
        }
    });
});

describe.each(files)("%s", (file) => {
    test("pins every action to a commit, and Pulumi to the version of the set-up", () => {
        const uses = textOf(file).match(/uses: .*/g) ?? [];
        expect(uses.length).toBeGreaterThan(file === ofDbt ? 2 : 3);
        for (const each of uses) {
            expect(each).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        }
        for (const { with: inputs } of stepsOf(file).filter((step) => step.uses?.startsWith("pulumi/actions@"))) {
            expect(inputs?.["pulumi-version"]).toBe(CLI);
        }
    });

    test("may do little, does not pile up and comes to an end", () => {
        const { permissions, concurrency, jobs } = workflowOf(file);
        expect(permissions).toEqual({ contents: "read" });
        expect(concurrency.group).toContain("github.workflow");
        for (const [name, job] of Object.entries(jobs)) {
            expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
            expect([
                name,
                { contents: "read", ...{ preview: { "pull-requests": "write" }, drift: { issues: "write" } }[name] },
            ]).toEqual([name, job.permissions ?? permissions]);
        }
    });

    test("gives no secrets to pull requests from forks, and leaves no token in the checkout", () => {
        for (const job of Object.values(workflowOf(file).jobs)) {
            if (JSON.stringify(job).includes("secrets.")) {
                const needed = file === ofDbt ? "PROD_ANALYTICS_WAREHOUSE" : "PULUMI_BACKEND_URL";
                expect(job.if).toContain(`vars.${needed} != ''`);
                expect(file === "drift.yml" || job.if?.includes("head.repo.full_name == github.repository")).toBe(true);
            }
            for (const { with: inputs } of job.steps.filter((step) => step.uses?.startsWith("actions/checkout@"))) {
                expect(inputs?.["persist-credentials"]).toBe(false);
            }
        }
        expect(workflowOf(file).on).not.toHaveProperty("pull_request_target");
    });
});
