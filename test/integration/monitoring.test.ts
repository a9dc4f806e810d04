import { readFileSync } from "node:fs";
import { createServer as createWebServer } from "node:http";
import { type AddressInfo } from "node:net";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { type CheckoutCopy } from "../../tools/running-stack/checkout-copy";
import { allHealthy, container, inContainer, replacedBy } from "../../tools/running-stack/containers";
import { run, say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { gatewayOfDefaultNetwork } from "./support/docker-gateway";
import { MailServer } from "./support/mail-server";
import { MetricsCollector } from "./support/metrics-collector";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { workDag } from "./support/work-dag";

const failing = `
from airflow.sdk import DAG, task

with DAG("failing", schedule=None, is_paused_upon_creation=False):

    @task
    def extract():
        raise RuntimeError("the source is down")

    extract()
`;
const broken = "from airflow.sdk import DAG\nimport no_such_package\n";

const secret = "of-the-webhook";
let copy: CheckoutCopy;
let stack: TestStack;
let collector: MetricsCollector;
/** Id of a run that has failed. A run of another DAG has succeeded before it. */
let failed: string;
const notices: { path: string; text: string }[] = [];
const webhook = createWebServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
        notices.push({ path: request.url ?? "", text: (JSON.parse(body) as { text: string }).text });
        response.end();
    });
});

beforeAll(async () => {
    ({ copy, stack } = await stackOfCopy("monitoring", { failing, work: workDag() }));
    collector = await MetricsCollector.start();
    await new Promise<void>((resolve) => webhook.listen(0, "0.0.0.0", resolve));
    const address = `http://${await gatewayOfDefaultNetwork()}:${(webhook.address() as AddressInfo).port}/${secret}`;
    await stack.set({ metricsEndpoint: collector.url });
    await stack.setSecret("failureNotice", address);
    await stack.up();
    await allHealthy(stack);
    const api = await AirflowApi.loggedIn(stack);
    expect(await api.ended("work", await api.trigger("work", { seconds: 0 }), 120)).toBe("success");
    failed = await api.trigger("failing");
    expect(await api.ended("failing", failed, 60)).toBe("failed");
}, 1_800_000);

afterEach(() => copy.removeDag("broken"));

afterAll(async () => {
    await leaveCopy(stack);
    await collector.stop();
    webhook.closeAllConnections();
    webhook.close();
}, 300_000);

test("npm run check finds what cannot be imported, and the project of dbt, without a stack", async () => {
    const check = () => run("npm", ["run", "--silent", "--prefix", copy.folder, "check"]);
    const good = await check();
    expect([good.code, good.output]).toEqual([0, expect.stringMatching(/airflow: \d+ DAGs, 0 errors/)]);
    expect(good.output).toContain("dbt: the project can be parsed");

    copy.addDag("broken", broken);
    const bad = await check();
    expect(bad.code).toBe(1);
    expect(bad.output).toMatch(/airflow: \d+ DAGs, 1 error$/m);
    expect(bad.output).toMatch(/^airflow\/dags\/broken\.py$/m);
    expect(bad.output).toContain("No module named 'no_such_package'");
    expect(await stack.docker(["images", "--quiet", "--filter", "reference=airflow-dbt-check-*"])).toBe("");
}, 600_000);

test("a run that fails is told to the webhook, whose address only the DAG processor has", async () => {
    await waitFor("the notice", 60, () => Promise.resolve(notices[0]));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toEqual({
        path: `/${secret}`,
        text: expect.stringContaining(`Airflow: a run of the DAG failing failed\nRun: ${failed}\n`) as string,
    });
    for (const role of ["airflow-scheduler", "airflow-triggerer", "airflow-apiserver", "airflow-maintenance", "dbt"]) {
        const list = "ls /run/secrets/failure_notice 2> /dev/null || true";
        expect([role, await inContainer(stack, role, "sh", "-c", list)]).toEqual([role, ""]);
    }
    expect(JSON.stringify(await container(stack, "airflow-dag-processor"))).not.toContain(secret);
}, 300_000);

test("npm run status tells what runs, what failed and what is due, and no secret", async () => {
    copy.addDag("broken", broken);
    const shown = await waitFor("the import error", 60, async () => {
        const text = await stack.expectNpm("status");
        return text.includes("broken.py cannot be imported") ? text : undefined;
    });
    expect(shown).toMatch(/^ {2}airflow-scheduler +Up .*\(healthy\)$/m);
    expect(shown).toMatch(/Airflow \d+\.\d+\.\d+, dbt \d+\.\d+\.\d+, Postgres \d+\.\d+/);
    expect(shown).toMatch(/\d+ DAGs, 0 tasks running, 0 queued, 1 runs failed in the last 24 hours/);
    expect(shown).toContain("broken.py cannot be imported: ModuleNotFoundError: No module named 'no_such_package'");
    expect(shown).toContain("none on a schedule (setting backupSchedule). Make one: npm run backup");
    expect(shown).toMatch(/databases: metadata [\d.]+ MB, analytics [\d.]+ MB/);
    expect(shown).toMatch(/^ {2}fernetKey +0 days old, due for rotation in 365 days$/m);

    const { Id: id } = await container(stack, "airflow-triggerer");
    await stack.docker(["stop", id]);
    const stopped = await stack.npm("status");
    expect(stopped.code).toBe(1);
    expect(stopped.output).toMatch(/^ {2}airflow-triggerer +Exited/m);
    await stack.docker(["start", id]);
    await allHealthy(stack);
}, 300_000);

test("metrics reach the collector, among them all that the dashboard shows", async () => {
    const dashboard = readFileSync("docs/monitoring/grafana-dashboard.json", "utf8");
    const shown = [...new Set(dashboard.match(/\bairflow_\w+/g))];
    expect(shown.length).toBeGreaterThan(10);
    const missing = () => shown.filter((name) => !collector.names.has(name));
    await waitFor("all metrics of the dashboard", 90, () => Promise.resolve(missing().length === 0 || undefined)).catch(
        () => say(`received: ${[...collector.names].sort().join(" ")}`),
    );
    expect(missing()).toEqual([]);
}, 120_000);

test("a run that fails is told by mail, once the setting names a mail server", async () => {
    const mailServer = await MailServer.start();
    try {
        const address = `smtp://${mailServer.address}/?from=airflow@example.com&to=a@example.com&to=b@example.com`;
        const changed = await replacedBy(stack, () => stack.setSecret("failureNotice", address));
        expect(changed).toEqual(["airflow-dag-processor"]);
        const api = await AirflowApi.loggedIn(stack);
        const another = await api.trigger("failing");
        expect(await api.ended("failing", another, 60)).toBe("failed");
        await waitFor("the mail", 60, () => Promise.resolve(mailServer.mails[0]));
        expect(mailServer.mails).toHaveLength(1);
        const [{ recipients, text }] = mailServer.mails;
        expect(recipients).toEqual(["a@example.com", "b@example.com"]);
        expect(text).toContain("Subject: Airflow: a run of the DAG failing failed\n");
        expect(text).toContain(`\nRun: ${another}\n`);
    } finally {
        await mailServer.stop();
    }
}, 300_000);
