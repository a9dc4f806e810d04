import { resolve } from "node:path";
import { type Code } from "../docker/code";
import { type ImageSource } from "../docker/image";

/** Folders below `airflow/` with the user's own code, named as in the container's `/opt/airflow`. DAGs may come from git. */
function userFolders(fromGit: boolean): string[] {
    return fromGit ? ["plugins"] : ["dags", "plugins"];
}

/** The same folders of the checkout, by their paths in a container. */
export function mountedFolders(fromGit: boolean): Record<string, string> {
    return Object.fromEntries(
        userFolders(fromGit).map((folder) => [`/opt/airflow/${folder}`, resolve("airflow", folder)]),
    );
}

const targets = {
    code: { mounted: "runtime", baked: "baked" },
    git: { mounted: "git", baked: "git-baked" },
};

/**
 * What Airflow's image is built from.
 *
 * @param fromGit whether DAGs come from a git repository; the image has git then
 */
export function airflowImage(code: Code, fromGit: boolean): ImageSource {
    return {
        dockerfile: "images/airflow/Dockerfile",
        target: targets[fromGit ? "git" : "code"][code],
        files: [
            "airflow/pyproject.toml",
            "airflow/uv.lock",
            "airflow/airflow.cfg",
            "images/airflow/bin",
            "images/airflow/compact",
            "images/airflow/python",
            "images/airflow/webserver_config.py",
            ...(fromGit ? ["images/airflow/git"] : []),
            ...(code === "baked" ? userFolders(fromGit).map((folder) => `airflow/${folder}`) : []),
        ],
    };
}
