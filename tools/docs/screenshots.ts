import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

const shown = join("docs", "screenshots");
const prefix = "readme-";

/** A reader waits for the pictures; the browser test takes them as small as this. */
const mostKilobytes = 150;

/**
 * Takes over the pictures that the browser test took for the READMEs.
 *
 * @param folder where it left them
 * @returns the files written
 * @throws when there are none, or when one is too large
 */
export function takeOver(folder = join("test-output", "screenshots"), to = shown): string[] {
    const taken = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(prefix)) : [];
    if (taken.length === 0) {
        throw new Error(
            `${folder} holds no picture for the READMEs. The browser test takes them: npm test -- integration`,
        );
    }
    const large = taken.find((name) => statSync(join(folder, name)).size > mostKilobytes * 1000);
    if (large !== undefined) {
        throw new Error(`${large} has more than ${mostKilobytes} kB: let the browser test show less on it`);
    }
    mkdirSync(to, { recursive: true });
    return taken.map((name) => {
        const file = join(to, basename(name).slice(prefix.length));
        copyFileSync(join(folder, name), file);
        return file;
    });
}
