import type * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs } from "../docker/conventions";

/** A folder of a bucket that keeps the logs of tasks. */
export interface RemoteLogs {
    /** `gs://<bucket>/<folder>`, without a slash at the end. */
    folder: string;
    /** JSON of the key of a service account that may read and write there; secret. Default: application default credentials. */
    key: pulumi.Input<string> | undefined;
}

/** Where containers find the key. Airflow's provider takes no other ending. */
const keyFile = "/run/secrets/remote_logs_key.json";

/**
 * What a program is given that writes or reads logs of tasks. The key has an option of its own, since tasks may have other credentials
 * for Google Cloud in `GOOGLE_APPLICATION_CREDENTIALS`.
 *
 * @param logs undefined: logs stay on the volume
 */
export function remoteLogging(
    logs: RemoteLogs | undefined,
): Required<Pick<ContainerConventionArgs, "environment" | "files">> {
    if (logs === undefined) {
        return { environment: {}, files: {} };
    }
    return {
        environment: {
            AIRFLOW__LOGGING__REMOTE_LOGGING: "True",
            AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: logs.folder,
            // Airflow's own class, which waits seconds instead of minutes for a bucket that does not answer.
            AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS: "airflow_dbt_image.remote_logs.LOGGING_CONFIG",
            ...(logs.key && { AIRFLOW__LOGGING__GOOGLE_KEY_PATH: keyFile }),
        },
        files: logs.key ? { [keyFile]: logs.key } : {},
    };
}
