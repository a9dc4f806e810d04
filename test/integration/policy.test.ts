import { type Report } from "../../commands/preview/report";
import { Checkout } from "./support/checkout";

const password = "of-an-existing-server";
let checkout: Checkout;

beforeAll(async () => {
    checkout = await Checkout.make();
    await checkout.expectPulumi(["stack", "init", "prod"]);
    // The one secret that prod does not generate.
    await checkout.expectPulumi(
        ["config", "set", "--stack", "prod", "--secret", "metaDatabaseAdminPassword"],
        password,
    );
});

describe("a preview of prod as committed, where none of its servers can be reached", () => {
    test("succeeds without policy violations, changes nothing and prints no secret", async () => {
        const before = checkout.fingerprint();
        const { code, stdout, stderr } = await checkout.preview("prod");
        expect([code, stderr.replace(/^• .*\n/gm, "")]).toEqual([0, ""]);
        expect(stdout).toMatch(
            /^Preview of prod: \d+ to create, 0 unchanged\n\n {2}\+ docker:Container airflow-apiserver: create\n/,
        );
        expect(stdout).toContain("No policy violations.\n");
        expect(stdout.length).toBeLessThan(65_536);
        // eslint-disable-next-line no-control-regex
        expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
        expect(stdout + stderr).not.toContain(password);
        expect(checkout.fingerprint()).toBe(before);
    });

    test("succeeds with its containers on a machine that cannot be reached, as JSON", async () => {
        await checkout.expectPulumi(["config", "set", "--stack", "prod", "dockerHost", "ssh://nobody@192.0.2.1"]);
        const { code, stdout } = await checkout.preview("prod", "--json");
        expect(code).toBe(0);
        const report = JSON.parse(stdout) as Report;
        expect(report).toMatchObject({ stack: "prod", ok: true, policyViolations: [], drift: [] });
        expect(report.changes.create).toBe(report.steps.length);
        expect(stdout).not.toContain(password);
    });

    test("fails with --expect-no-changes", async () => {
        const { code, stdout } = await checkout.preview("--stack", "prod", "--expect-no-changes");
        expect(code).toBe(1);
        expect(stdout).toMatch(/error: no changes were expected/);
    });
});

describe("npm run set-up", () => {
    test("needs no engine for a preview, and prints only the line for a shell", async () => {
        const { code, stdout } = await checkout.npmRun("set-up", "--stack", "prod", "--no-engine");
        expect([code, stdout]).toEqual([
            0,
            expect.stringMatching(
                /^export PATH=\S+:"\$PATH"( PULUMI_HOME=\S+ PULUMI_CREDENTIALS_PATH=\S+ AIRFLOW_DBT_OFFLINE=1)?\n$/,
            ),
        ]);
        expect(await checkout.npmRun("set-up", "prod", "--stack", "local")).toMatchObject({
            code: 2,
            stderr: expect.stringMatching(/^Name one stack to set up for, not prod and local\n/) as string,
        });
    });

    test("says why an engine cannot be used", async () => {
        const { code, stderr } = await checkout.npmRun("set-up", "prod");
        expect([code, stderr]).toEqual([
            1,
            expect.stringContaining("the Docker engine at tcp://192.0.2.1:2375 does not answer"),
        ]);
    });
});

describe("a preview of a stack that does not exist", () => {
    test("says how to create the stack, and does not create it", async () => {
        const before = checkout.fingerprint();
        const { code, stdout, stderr } = await checkout.preview("staging");
        expect([code, stdout]).toEqual([1, ""]);
        expect(stderr).toMatch(
            /There is no stack staging in file:.*, and a preview does not create one\.\n(.*\n)*.*pulumi stack init staging\n/,
        );
        expect(checkout.fingerprint()).toBe(before);
    });
});

describe("a program that violates the policies is refused", () => {
    const rules: [string, RegExp][] = [
        ["no-secret-in-environment", /airflow-scheduler has the environment variable CRM_PASSWORD/],
        ["no-secret-in-environment", /airflow-scheduler has a secret in its environment, in one of .*HARMLESS/],
        ["no-privileged-container", /airflow-init adds the capabilities SYS_ADMIN/],
        ["log-limits", /dbt has a log without a limit/],
        ["health-check", /dbt-docs is a service without a health check/],
        ["no-open-port", /airflow-apiserver publishes its port 8080 as 8083 on 0\.0\.0\.0/],
        ["generated-passwords", /metadata-password generates a password of 8 characters/],
    ];

    beforeAll(() => {
        const secret = 'HARMLESS: pulumi.secret("hush-hush"), CRM_PASSWORD: "hush-hush"';
        checkout.replace(
            "components/airflow/airflow-environment.ts",
            "import ",
            'import * as pulumi from "@pulumi/pulumi";\nimport ',
        );
        checkout.replace(
            "components/airflow/airflow-environment.ts",
            "...args.variables.plain,",
            `...args.variables.plain, ${secret},`,
        );
        checkout.replace(
            "components/docker/conventions.ts",
            '{ drops: ["ALL"] }',
            '{ drops: ["ALL"], adds: ["SYS_ADMIN"] }',
        );
        checkout.replace("components/docker/conventions.ts", '{ "max-size": "10m", "max-file": "3" }', "{}");
        checkout.replace(
            "components/docker/service.ts",
            "healthcheck: {",
            'healthcheck: name === "dbt-docs" ? undefined : {',
        );
        checkout.replace("components/docker/service.ts", "ip: host.bindAddress", 'ip: "0.0.0.0"');
        checkout.replace("components/secrets/generated-password.ts", "{ length,", "{ length: length - 24,");
    });

    test("by plain pulumi preview with the policy pack", async () => {
        const { code, stdout, stderr } = await checkout.runPulumi(
            "preview",
            "--stack",
            "prod",
            "--policy-pack",
            "policy",
            "--non-interactive",
        );
        expect(code).not.toBe(0);
        for (const [rule, message] of rules) {
            expect(stdout).toContain(`[mandatory]  ${rule}  `);
            expect(stdout).toMatch(message);
        }
        expect(stdout + stderr).not.toMatch(/hush-hush|of-an-existing/);
    });

    test("by npm run preview, for people and for machines", async () => {
        const page = await checkout.preview("prod");
        expect(page.code).toBe(1);
        expect(page.stdout).toMatch(/\nFailed: \d+ policy violations\.\n$/);
        const { code, stdout } = await checkout.preview("prod", "--json");
        expect(code).toBe(1);
        const report = JSON.parse(stdout) as Report;
        expect(report.ok).toBe(false);
        for (const [rule, message] of rules) {
            expect(page.stdout).toMatch(message);
            expect(report.policyViolations).toContainEqual(
                expect.objectContaining({
                    policy: rule,
                    level: "mandatory",
                    message: expect.stringMatching(message) as string,
                }),
            );
        }
        expect(page.stdout + stdout).not.toMatch(/hush-hush|of-an-existing/);
    });
});
