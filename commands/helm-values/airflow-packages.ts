/** What the chart must know of the packages in the Airflow image. */
export interface AirflowPackages {
    /** Version of Airflow. */
    version: string;
    /** The executor that suits a cluster best of those that the image can run. */
    executor: "KubernetesExecutor" | "LocalExecutor";
}

/**
 * Reads it from the image's lock file.
 *
 * @param lock `airflow/uv.lock`
 */
export function airflowPackages(lock: string): AirflowPackages {
    const versionOf = (name: string) => new RegExp(`^name = "${name}"\\nversion = "(.+)"$`, "m").exec(lock)?.[1];
    const version = versionOf("apache-airflow-core");
    if (version === undefined) {
        throw new Error("airflow/uv.lock has no apache-airflow-core. Lock the packages again: airflow/README.md");
    }
    const hasKubernetes = versionOf("apache-airflow-providers-cncf-kubernetes") !== undefined;
    return { version, executor: hasKubernetes ? "KubernetesExecutor" : "LocalExecutor" };
}
