import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BASE_IMAGES } from "../../commands/set-up/base-image";
import { copyCheckout } from "./copy-checkout";

/** The images, by their folders in `images/`. */
export const IMAGES = ["airflow", "dbt", "postgres"];

/** A copy of the checkout, in which files may be changed. It becomes the working directory of this process. */
export class CheckoutCopy {
    public readonly folder: string;

    constructor() {
        this.folder = join(copyCheckout("copy"), "checkout");
        process.chdir(this.folder);
    }

    public addDag(id: string, text: string): void {
        this.addFiles({ [join("airflow", "dags", `${id}.py`)]: text });
    }

    /** Adds files by their paths in the checkout. */
    public addFiles(files: Record<string, string>): void {
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(join(this.folder, dirname(path)), { recursive: true });
            writeFileSync(join(this.folder, path), text);
        }
    }

    /** Removes a DAG, if it is there. */
    public removeDag(id: string): void {
        rmSync(join(this.folder, "airflow", "dags", `${id}.py`), { force: true });
    }

    /** Gives each image a first step that never ran before, so that nothing in the build cache matches. */
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
