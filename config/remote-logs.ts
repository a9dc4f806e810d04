import type * as pulumi from "@pulumi/pulumi";
import { type RemoteLogs } from "../components/airflow/remote-logs";
import { type SettingsReader } from "./reader";
import { serviceAccountKey } from "./service-account-key";
import { refuseSetTwice } from "./set-twice";
import { BadValue } from "./values";
import { type WarehouseSettings } from "./warehouse";

/** Airflow's options that the settings set. Without the setting `remoteLogs` they are the user's own. */
const options = {
    AIRFLOW__LOGGING__REMOTE_LOGGING: "remoteLogs",
    AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: "remoteLogs",
    AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS: "remoteLogs",
    AIRFLOW__LOGGING__GOOGLE_KEY_PATH: "remoteLogsCredentials",
    AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID: "remoteLogsCredentials",
};

const bring = "pulumi config set --secret remoteLogsCredentials < key.json";

/** The bucket that keeps the logs of tasks; undefined: they stay on the volume. */
export function readRemoteLogs(reader: SettingsReader, warehouse: WarehouseSettings): RemoteLogs | undefined {
    const folder = reader.optional("remoteLogs", bucketFolder);
    const key = readKey(reader);
    if (folder === undefined) {
        return undefined;
    }
    refuseSetTwice(reader, options);
    // Application default credentials would be the key for BigQuery, which is not in the container that reads the logs.
    if (key === undefined && warehouse.kind === "bigquery" && warehouse.credentials.kind !== "none") {
        reader.refuse(
            "remoteLogsCredentials",
            "it is missing, and the key for BigQuery is only for tasks and dbt: give the logs a key of their own, or log in to BigQuery without a key",
            bring,
        );
    }
    return { folder, key };
}

function readKey(reader: SettingsReader): pulumi.Output<string> | undefined {
    const given = reader.optional("remoteLogsCredentials", checkedKey, bring);
    return given === undefined ? undefined : reader.secret("remoteLogsCredentials", (text) => text);
}

function checkedKey(text: string): string {
    serviceAccountKey(text);
    return text;
}

/** https://cloud.google.com/storage/docs/buckets#naming; folders are kept to what needs no quotes in an address. */
function bucketFolder(text: string): string {
    if (!/^gs:\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](\/\w[\w.=-]*)*\/?$/.test(text)) {
        throw new BadValue(
            `"${text}" is no folder of a bucket in Google Cloud Storage: write gs://<bucket>/<folder>, with letters, digits and . _ - = in the folder's name`,
        );
    }
    return text.replace(/\/$/, "");
}
