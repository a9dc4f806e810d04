import { type Code } from "../docker/code";
import { type ImageSource } from "../docker/image";

/** Folders below `airflow/` with the user's own code, named as in the container's `/opt/airflow`. */
export const userFolders = ["dags", "plugins"];

/** What Airflow's image is built from. */
export function airflowImage(code: Code): ImageSource {
    return {
        dockerfile: "images/airflow/Dockerfile",
        target: code === "baked" ? "baked" : "runtime",
        files: [
            "airflow/pyproject.toml",
            "airflow/uv.lock",
            "airflow/airflow.cfg",
            "images/airflow/bin",
            "images/airflow/compact",
            "images/airflow/python",
            "images/airflow/webserver_config.py",
            ...(code === "baked" ? userFolders.map((folder) => `airflow/${folder}`) : []),
        ],
    };
}
