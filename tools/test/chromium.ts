/** A Chromium for the browser tests: there already, or Debian's. */
import { aptInstall, debian } from "../../commands/set-up/debian";
import { onPath } from "../../commands/set-up/places";
import { step } from "../../commands/set-up/progress";

/** The program's path. Playwright's own download is not needed, and on many machines out of reach. */
export async function chromiumProgram(): Promise<string> {
    const there = found();
    if (there) {
        return there;
    }
    if (process.getuid?.() !== 0 || !debian()) {
        throw new Error(
            "The browser tests need Chromium: install it, for example with `sudo apt-get install chromium`",
        );
    }
    await step("installing Chromium", () => aptInstall(["chromium"]));
    return found() ?? "/usr/bin/chromium";
}

function found(): string | undefined {
    return ["chromium", "chromium-browser", "google-chrome"].map(onPath).find((program) => program !== undefined);
}
