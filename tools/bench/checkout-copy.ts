import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { BASE_IMAGES } from "../../commands/set-up/base-image";
import { project } from "../../commands/set-up/places";
import { removeWhenThisEnds } from "../running-stack/remains";

const NOT_COPIED = ["node_modules", ".git", ".pulumi-state", "test-output", "coverage"];

/** The images, by their folders in `images/`. */
export const IMAGES = ["airflow", "dbt", "postgres"];

/**
 * What the measured stack is updated from: a copy of the checkout, which may be written to, and which is gone when this process
 * is. It becomes the folder that this process works in.
 */
export class CheckoutCopy {
    public readonly folder: string;

    constructor() {
        const temporary = mkdtempSync(join(tmpdir(), "airflow-dbt-bench-"));
        removeWhenThisEnds(`bench-copy-${process.pid}`, temporary);
        this.folder = join(temporary, "checkout");
        cpSync(project, this.folder, {
            recursive: true,
            filter: (path) => !NOT_COPIED.includes(relative(project, path)),
        });
        symlinkSync(join(project, "node_modules"), join(this.folder, "node_modules"));
        process.chdir(this.folder);
    }

    public addDag(id: string, text: string): void {
        writeFileSync(join(this.folder, "airflow", "dags", `${id}.py`), text);
    }

    /** Gives each image a first step that nobody ever ran, so that nothing in the build cache fits. */
    public forgetBuilds(mark: string): void {
        for (const image of IMAGES) {
            const file = join(this.folder, "images", image, "Dockerfile");
            const text = readFileSync(file, "utf8");
            writeFileSync(
                file,
                text.replace(
                    new RegExp(`^FROM (${BASE_IMAGES.join("|")}).*$`, "gm"),
                    (from) => `${from}\nRUN : ${mark}`,
                ),
            );
        }
    }
}
