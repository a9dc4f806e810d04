import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Puts a script in the place of the docker command line before each test, and removes it after.
 *
 * @returns the path of a file beside the script, which `dirname "$0"` finds
 */
export function fakeDocker(script: string): (file: string) => string {
    let folder: string;
    let path: string | undefined;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "airflow-dbt-fake-docker-"));
        writeFileSync(join(folder, "docker"), script);
        chmodSync(join(folder, "docker"), 0o755);
        path = process.env.PATH;
        process.env.PATH = `${folder}:${path}`;
    });
    afterEach(() => {
        process.env.PATH = path;
        rmSync(folder, { recursive: true });
    });
    return (file) => join(folder, file);
}
