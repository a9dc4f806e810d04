import { type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { waitFor } from "../../../tools/running-stack/run";

interface LookOptions extends BrowserContextOptions {
    /** The only host that the pages get an answer from: the dbt docs ask another one for fonts, and would wait for it. */
    hostname: string;
}

/**
 * Opens pages in a context of its own, and returns what was seen there.
 *
 * Chromium ends requests with `ERR_NETWORK_CHANGED` when an address of the machine comes or goes, as each container of
 * another test brings one (docs/provider-facts.md). Then the look is repeated in a new context, as nobody knows what the page lacks.
 *
 * @param look called with a blank page, once more for each repetition
 */
export async function lookAtPages<T>(
    browser: Browser,
    { hostname, ...options }: LookOptions,
    look: (page: Page) => Promise<T>,
): Promise<T> {
    const [seen] = await waitFor("pages whose requests no other container has ended", 90, async () => {
        const context = await browser.newContext(options);
        await context.route(
            (url) => url.hostname !== hostname,
            (route) => route.abort(),
        );
        const ended = new Promise<undefined>((resolve) => {
            context.on("requestfailed", (request) => {
                if (isNetworkChange(request.failure()?.errorText)) {
                    resolve(undefined);
                }
            });
        });
        const looked = look(await context.newPage()).then(
            (result) => [result] as const,
            (error: Error) => {
                if (isNetworkChange(error.message)) {
                    return undefined;
                }
                throw error;
            },
        );
        try {
            return await Promise.race([looked, ended]);
        } finally {
            await context.close();
            await Promise.allSettled([looked]);
        }
    });
    return seen;
}

function isNetworkChange(text = ""): boolean {
    return text.includes("ERR_NETWORK_CHANGED");
}
