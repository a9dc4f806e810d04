import { type Browser, chromium } from "playwright-core";
import { chromiumProgram } from "../../../tools/test/chromium";

/**
 * A browser that asks no host but those of its pages.
 *
 * @param further command line options
 */
export async function launchChromium(...further: string[]): Promise<Browser> {
    return chromium.launch({
        executablePath: await chromiumProgram(),
        // Chromium's own sandbox does not run as root.
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            ...further,
        ],
    });
}
