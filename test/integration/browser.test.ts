import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumProgram } from "../../bootstrap/chromium";
import { AirflowApi } from "./airflow-api";
import { TestStack } from "./test-stack";

const stack = TestStack.shared();
/** Kept, whether the tests pass or not: `test-output/screenshots`. */
const folder = join("test-output", "screenshots");

let browser: Browser;
let page: Page;

beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await chromium.launch({
        executablePath: await chromiumProgram(),
        // Chromium's own sandbox does not run as root; and it is to ask no host but the stack's.
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    // The docs ask for fonts of another host; where that does not answer, the page would never have loaded.
    await page.route(
        url => url.hostname !== "127.0.0.1",
        route => route.abort(),
    );
    const api = await AirflowApi.loggedIn(stack);
    const run = await api.trigger("flights");
    expect(await api.ended("flights", run)).toBe("success");
});

afterEach(async () => {
    const test = expect.getState().currentTestName ?? "test";
    await page.screenshot({ animations: "disabled", path: join(folder, `${test.replace(/[^a-z0-9]+/gi, "-").toLowerCase()}.png`) });
});

afterAll(() => browser?.close());

describe("in a browser", () => {
    test("Airflow lets the admin user in and shows the DAG", async () => {
        await page.goto(stack.airflowUrl);
        await page.fill("input[name=username]", "airflow");
        await page.fill("input[name=password]", "airflow");
        await page.click("input[type=submit], button[type=submit]");
        await page.waitForURL(url => !url.pathname.includes("login"));
        await page.goto(`${stack.airflowUrl}/dags/flights`);
        await page.getByText("dbt_build").first().waitFor();
        expect(await page.title()).toContain("Airflow");
    });

    test("dbt docs show a model with its columns", async () => {
        await page.goto(`${stack.dbtDocsUrl}/#!/overview`, { waitUntil: "domcontentloaded" });
        await page.getByText("Project", { exact: true }).first().waitFor();
        const manifest = (await (await fetch(`${stack.dbtDocsUrl}/manifest.json`)).json()) as { nodes: Record<string, { name: string; schema: string; resource_type: string }> };
        const [id, model] = Object.entries(manifest.nodes).find(([, node]) => node.resource_type === "model" && node.schema === "marts") ?? [];
        await page.goto(`${stack.dbtDocsUrl}/#!/model/${id}`, { waitUntil: "domcontentloaded" });
        await page.getByText(model?.name ?? "", { exact: true }).first().waitFor();
        await page.getByText("Columns").first().waitFor();
        await page.getByText("marts").first().waitFor();
    });
});
