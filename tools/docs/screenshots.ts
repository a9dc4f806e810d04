import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

const shown = join("docs", "screenshots");
const prefix = "readme-";

/** Readers wait for the pictures; the browser test keeps them smaller than this. */
const maxKilobytes = 150;

/**
 * Copies the screenshots that the browser test took for the READMEs into the docs.
 *
 * @param folder where the test left them
 * @returns the files written
 * @throws if there are none, or if one is too large
 */
export function takeOver(folder = join("test-output", "screenshots"), to = shown): string[] {
    const taken = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(prefix)) : [];
    if (taken.length === 0) {
        throw new Error(
            `${folder} holds no screenshots for the READMEs. Take them: npm run test:integration -- test/integration/browser`,
        );
    }
    const large = taken.find((name) => statSync(join(folder, name)).size > maxKilobytes * 1000);
    if (large !== undefined) {
        throw new Error(`${large} is larger than ${maxKilobytes} kB: show less in the browser test`);
    }
    mkdirSync(to, { recursive: true });
    return taken.map((name) => {
        const file = join(to, basename(name).slice(prefix.length));
        copyFileSync(join(folder, name), file);
        return file;
    });
}
