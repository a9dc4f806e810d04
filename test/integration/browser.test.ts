import { mkdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { type Browser, type Page } from "playwright-core";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { waitFor } from "../../tools/running-stack/run";
import { iconsInPage, linesOfItsColour, placeInGraph } from "./support/in-page";
import { launchChromium } from "./support/launch-chromium";
import { lookAtPages } from "./support/look-at-pages";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
/** Kept, whether the tests pass or not: `test-output/screenshots`. */
const folder = join("test-output", "screenshots");

let browser: Browser;
/** Id of a run of the DAG that has ended. */
let run: string;

beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await launchChromium();
    const api = await AirflowApi.loggedIn(stack);
    run = await api.trigger("flights");
    expect(await api.ended("flights", run)).toBe("success");
});

afterAll(() => browser?.close());

describe("in a browser", () => {
    test("the login page has its styles, its scripts and the font of its icons", async () => {
        const found = await look("login", async (page) => {
            const failed: string[] = [];
            const errors: string[] = [];
            page.on("requestfailed", (request) => failed.push(`${request.failure()?.errorText} ${request.url()}`));
            page.on("response", (response) => response.ok() || failed.push(`${response.status()} ${response.url()}`));
            page.on("pageerror", ({ message }) => errors.push(message));
            await page.goto(`${stack.airflowUrl}/auth/login/`, { waitUntil: "networkidle" });
            return { failed, errors, ...(await page.evaluate(iconsInPage)) };
        });
        // Airflow's FAB provider 3.10.2 leaves a script of its own out (docs/provider-facts.md); no other error is to be seen.
        expect(found).toEqual({
            failed: [],
            errors: ["Cannot read properties of undefined (reading 'tz')"],
            icons: ["\uf007", "\uf084"],
            fonts: ["Font Awesome 6 Free"],
        });
    });

    test("the admin user logs in to Airflow and sees the DAG", async () => {
        const title = await look("dag", async (page) => {
            await login(page);
            await page.goto(`${stack.airflowUrl}/dags/flights`);
            await page.getByText("fill_source").first().waitFor();
            return page.title();
        });
        expect(title).toContain("Airflow");
    });

    test("Airflow shows the graph of a successful run", async () => {
        const successful = await look("readme-airflow", async (page) => {
            await login(page);
            await page.setViewportSize({ width: 1200, height: 600 });
            await page.goto(`${stack.airflowUrl}/dags/flights/runs/${encodeURIComponent(run)}`);
            await page.getByText("Task Instances").first().waitFor();
            await page.getByRole("button", { name: /graph/i }).first().click();
            const tasks = page.locator(".react-flow__node", { hasText: "success" });
            await tasks.nth(2).waitFor();
            return tasks.count();
        });
        expect(successful).toBe(3);
    });

    test("the page of a task leads to its model in the dbt docs", async () => {
        const address = await look("task", async (page) => {
            await login(page);
            await page.goto(
                `${stack.airflowUrl}/dags/flights/runs/${encodeURIComponent(run)}/tasks/dbt.fct_flights/details`,
            );
            const link = page.getByRole("link", { name: "dbt docs" });
            const opened = page.waitForEvent("popup");
            await link.click();
            await (await opened).getByText("fct_flights", { exact: true }).first().waitFor();
            return link.getAttribute("href");
        });
        expect(address).toBe(`${stack.dbtDocsUrl}/#!/model/model.flights.fct_flights`);
    });

    test("dbt docs show a model with its columns", async () => {
        const manifest = (await (await fetch(`${stack.dbtDocsUrl}/manifest.json`)).json()) as {
            nodes: Record<string, { name: string; schema: string; resource_type: string }>;
        };
        const [id, model] =
            Object.entries(manifest.nodes).find(
                ([, node]) => node.resource_type === "model" && node.schema === "marts",
            ) ?? [];
        await look("model", async (page) => {
            await page.goto(`${stack.dbtDocsUrl}/#!/model/${id}`, { waitUntil: "domcontentloaded" });
            await page
                .getByText(model?.name ?? "", { exact: true })
                .first()
                .waitFor();
            await page.getByText("Columns").first().waitFor();
            await page.getByText("marts").first().waitFor();
        });
    });

    test("dbt docs show the lineage of a model", async () => {
        const lines = await look("readme-dbt-docs", async (page) => {
            await page.setViewportSize({ width: 1200, height: 560 });
            await page.goto(`${stack.dbtDocsUrl}/#!/overview?g_v=1&g_e=raw.loads`, { waitUntil: "domcontentloaded" });
            // A click on a graph that is still being laid out hits nothing.
            return waitFor("the lines of a model that was clicked at", 30, async () => {
                const model = await page.evaluate(placeInGraph, "fct_flights");
                if (model) {
                    await page.mouse.click(model.x, model.y);
                    await page.waitForTimeout(300);
                }
                return (await page.evaluate(linesOfItsColour)) || undefined;
            });
        });
        expect(lines).toBeGreaterThan(3);
    });

    test("pages that a new network broke are opened again", async () => {
        // It never answers; Chromium gives up the connection when the network comes.
        const silent = createServer().once("connection", () => void newNetwork());
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        const { port } = silent.address() as AddressInfo;
        const addresses = [`https://127.0.0.1:${port}/`, `${stack.airflowUrl}/auth/login/`];
        const opened: string[] = [];
        await look("opened-again", async (page) => {
            opened.push(addresses[opened.length]);
            await page.goto(opened[opened.length - 1]);
        });
        silent.close();
        expect(opened).toEqual(addresses);
    });
});

/**
 * Looks at pages, and keeps a picture of the last one.
 *
 * @param picture its name; one that begins with `readme-` is for the READMEs, once `npm run docs -- --screenshots` has taken it over
 */
function look<T>(picture: string, at: (page: Page) => Promise<T>): Promise<T> {
    return lookAtPages(browser, { hostname: "127.0.0.1", viewport: { width: 1400, height: 900 } }, async (page) => {
        try {
            return await at(page);
        } finally {
            await page.screenshot({ animations: "disabled", path: join(folder, `${picture}.png`) });
        }
    });
}

async function login(page: Page): Promise<void> {
    await page.goto(stack.airflowUrl);
    await page.fill("input[name=username]", "airflow");
    await page.fill("input[name=password]", "airflow");
    await page.click("input[type=submit], button[type=submit]");
    await page.waitForURL((url) => !url.pathname.includes("login"));
}

/** Docker gives the machine another address, and takes it away again. */
async function newNetwork(): Promise<void> {
    const name = `another-${stack.suffix}`;
    await stack.docker(["network", "create", "--label", `airflow-dbt.stack=${stack.name}`, name]);
    await stack.docker(["network", "rm", name]);
}
