import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Code } from "../docker/code";
import { type ImageSource } from "../docker/image";

/** What dbt's image is built from. */
export function dbtImage(code: Code): ImageSource {
    return {
        dockerfile: "images/dbt/Dockerfile",
        target: code === "baked" ? "baked" : "runtime",
        files: ["dbt/pyproject.toml", "dbt/uv.lock", "images/dbt", ...(code === "baked" ? everything("dbt") : [])],
    };
}

/** What `COPY dbt` copies: a project may have seeds, snapshots, packages, and folders with names of its own. */
function everything(folder: string): string[] {
    const left = readFileSync(".dockerignore", "utf8").split("\n");
    return readdirSync(folder)
        .map((entry) => join(folder, entry))
        .filter((path) => !left.includes(path));
}
