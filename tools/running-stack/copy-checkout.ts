import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { project } from "../../commands/set-up/places";
import { removeWhenThisEnds } from "./remains";

const NOT_COPIED = ["node_modules", ".git", ".pulumi-state", "test-output", "coverage"];

/** The file that `pulumi stack init` writes for a stack of the tests; another process moves it away at once. */
const TEST_STACK_FILE = /^Pulumi\..+-\d+-[0-9a-z]+\.yaml$/;

/**
 * Copies the checkout to `checkout` in a new temporary folder, with a link to its npm packages. The folder is removed when this
 * process ends, even if it is killed.
 *
 * @returns the temporary folder
 */
export function copyCheckout(what: string): string {
    const temporary = mkdtempSync(join(tmpdir(), `airflow-dbt-${what}-`));
    removeWhenThisEnds(`${what}-${process.pid}`, temporary);
    const folder = join(temporary, "checkout");
    const isCopied = (name: string) => !NOT_COPIED.includes(name) && !TEST_STACK_FILE.test(name);
    cpSync(project, folder, { recursive: true, filter: (path) => isCopied(relative(project, path)) });
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
    return temporary;
}
