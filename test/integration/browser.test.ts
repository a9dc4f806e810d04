import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type Page } from "playwright-core";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { waitFor } from "../../tools/running-stack/run";
import { launchChromium } from "./support/launch-chromium";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
/** Kept, whether the tests pass or not: `test-output/screenshots`. */
const folder = join("test-output", "screenshots");

let browser: Browser;
let page: Page;
/** Id of a run of the DAG that has ended. */
let run: string;

/** A picture that the READMEs show, once `npm run docs -- --screenshots` has taken it over. */
const pictureForReadme = (name: string) =>
    page.screenshot({ animations: "disabled", path: join(folder, `readme-${name}.png`) });

beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    // The docs ask for fonts of another host; where that does not answer, the page would never have loaded.
    await page.route(
        (url) => url.hostname !== "127.0.0.1",
        (route) => route.abort(),
    );
    const api = await AirflowApi.loggedIn(stack);
    run = await api.trigger("flights");
    expect(await api.ended("flights", run)).toBe("success");
});

afterEach(async () => {
    const test = expect.getState().currentTestName ?? "test";
    await page.screenshot({
        animations: "disabled",
        path: join(folder, `${test.replace(/[^a-z0-9]+/gi, "-").toLowerCase()}.png`),
    });
});

afterAll(() => browser?.close());

describe("in a browser", () => {
    test("the login page has its styles, its scripts and the font of its icons", async () => {
        const found = await waitFor("a login page whose requests no new container has ended", 60, loginPage);
        // Airflow's FAB provider 3.10.2 leaves a script of its own out (docs/provider-facts.md); no other error is to be seen.
        expect(found).toEqual({
            failed: [],
            errors: ["Cannot read properties of undefined (reading 'tz')"],
            icons: ["\uf007", "\uf084"],
            fonts: ["Font Awesome 6 Free"],
        });
    });

    test("the admin user logs in to Airflow and sees the DAG", async () => {
        await page.goto(stack.airflowUrl);
        await page.fill("input[name=username]", "airflow");
        await page.fill("input[name=password]", "airflow");
        await page.click("input[type=submit], button[type=submit]");
        await page.waitForURL((url) => !url.pathname.includes("login"));
        await page.goto(`${stack.airflowUrl}/dags/flights`);
        await page.getByText("fill_source").first().waitFor();
        expect(await page.title()).toContain("Airflow");
    });

    test("Airflow shows the graph of a successful run", async () => {
        await page.setViewportSize({ width: 1200, height: 600 });
        await page.goto(`${stack.airflowUrl}/dags/flights/runs/${encodeURIComponent(run)}`);
        await page.getByText("Task Instances").first().waitFor();
        await page.getByRole("button", { name: /graph/i }).first().click();
        const tasks = page.locator(".react-flow__node", { hasText: "success" });
        await tasks.nth(2).waitFor();
        expect(await tasks.count()).toBe(3);
        await pictureForReadme("airflow");
    });

    test("the page of a task leads to its model in the dbt docs", async () => {
        await page.goto(
            `${stack.airflowUrl}/dags/flights/runs/${encodeURIComponent(run)}/tasks/dbt.fct_flights/details`,
        );
        const link = page.getByRole("link", { name: "dbt docs" });
        await link.waitFor();
        expect(await link.getAttribute("href")).toBe(`${stack.dbtDocsUrl}/#!/model/model.flights.fct_flights`);
        const opened = page.waitForEvent("popup");
        await link.click();
        await (await opened).getByText("fct_flights", { exact: true }).first().waitFor();
    });

    test("dbt docs show a model with its columns", async () => {
        await page.goto(`${stack.dbtDocsUrl}/#!/overview`, { waitUntil: "domcontentloaded" });
        await page.getByText("Project", { exact: true }).first().waitFor();
        const manifest = (await (await fetch(`${stack.dbtDocsUrl}/manifest.json`)).json()) as {
            nodes: Record<string, { name: string; schema: string; resource_type: string }>;
        };
        const [id, model] =
            Object.entries(manifest.nodes).find(
                ([, node]) => node.resource_type === "model" && node.schema === "marts",
            ) ?? [];
        await page.goto(`${stack.dbtDocsUrl}/#!/model/${id}`, { waitUntil: "domcontentloaded" });
        await page
            .getByText(model?.name ?? "", { exact: true })
            .first()
            .waitFor();
        await page.getByText("Columns").first().waitFor();
        await page.getByText("marts").first().waitFor();
    });

    test("dbt docs show the lineage of a model", async () => {
        await page.setViewportSize({ width: 1200, height: 560 });
        // Open another page first: the docs read the address only when they are loaded.
        await page.goto("about:blank");
        await page.goto(`${stack.dbtDocsUrl}/#!/overview?g_v=1&g_e=raw.loads`, { waitUntil: "domcontentloaded" });
        // A click on a graph that is still being laid out hits nothing.
        const lines = await waitFor("the lines of a model that was clicked at", 30, async () => {
            const model = await page.evaluate(placeInGraph, "fct_flights");
            if (model) {
                await page.mouse.click(model.x, model.y);
                await page.waitForTimeout(300);
            }
            return (await page.evaluate(linesOfItsColour)) || undefined;
        });
        expect(lines).toBeGreaterThan(3);
        await pictureForReadme("dbt-docs");
    });
});

/** What a login page in a window of its own asked for in vain, its errors, its icons, and the fonts that it uses. */
interface LoginPage {
    failed: string[];
    errors: string[];
    icons: string[];
    fonts: string[];
}

/** Undefined if Chromium ended a request because a container of another test came or went (`ERR_NETWORK_CHANGED`). */
async function loginPage(): Promise<LoginPage | undefined> {
    const context = await browser.newContext();
    const login = await context.newPage();
    const failed: string[] = [];
    const errors: string[] = [];
    login.on("requestfailed", (request) => failed.push(`${request.failure()?.errorText} ${request.url()}`));
    login.on("response", (response) => response.ok() || failed.push(`${response.status()} ${response.url()}`));
    login.on("pageerror", ({ message }) => errors.push(message));
    try {
        await login.goto(`${stack.airflowUrl}/auth/login/`, { waitUntil: "networkidle" });
        return failed.some(isNetworkChange) ? undefined : { failed, errors, ...(await login.evaluate(iconsInPage)) };
    } catch (error) {
        if (isNetworkChange((error as Error).message)) {
            return undefined;
        }
        throw error;
    } finally {
        await context.close();
    }
}

function isNetworkChange(text: string): boolean {
    return text.includes("ERR_NETWORK_CHANGED");
}

/** Runs in the page: the characters that are the icons, and the font families that were loaded for them. */
async function iconsInPage(): Promise<Pick<LoginPage, "icons" | "fonts">> {
    const fonts = [...(await document.fonts.ready)].filter(({ status }) => status === "loaded");
    const icons = [...document.querySelectorAll("form .fa")].map((icon) => getComputedStyle(icon, "::before").content);
    return {
        icons: icons.map((icon) => icon.replaceAll('"', "")),
        fonts: fonts.map(({ family }) => family.replaceAll('"', "")),
    };
}

/** The element of dbt docs that holds the graph, as far as this looks at it; it is a canvas, so there is no text to click at. */
interface GraphElement extends Element {
    _cyreg: {
        cy: {
            nodes(): { toArray(): { data(name: string): unknown; renderedPosition(): { x: number; y: number } }[] };
            edges(): { toArray(): { style(name: string): string }[] };
        };
    };
}

/** Runs in the page: where a model is; undefined while it is not drawn. */
function placeInGraph(model: string): { x: number; y: number } | undefined {
    const element = [...document.querySelectorAll("*")].find((each): each is GraphElement => "_cyreg" in each);
    const node = element?._cyreg.cy
        .nodes()
        .toArray()
        .find((each) => each.data("label") === model);
    const [frame, place] = [element?.getBoundingClientRect(), node?.renderedPosition()];
    return frame && place && { x: frame.x + place.x, y: frame.y + place.y };
}

/** Runs in the page: how many lines are of the rarer of two colours: those that lead to or from the chosen model, or all others. */
function linesOfItsColour(): number {
    const element = [...document.querySelectorAll("*")].find((each): each is GraphElement => "_cyreg" in each);
    const colours = (element?._cyreg.cy.edges().toArray() ?? []).map((line) => line.style("line-color"));
    const least = Math.min(...[...new Set(colours)].map((colour) => colours.filter((each) => each === colour).length));
    return new Set(colours).size > 1 ? least : 0;
}
