import type * as pulumi from "@pulumi/pulumi";
import { type BigQueryPlace, type DbtTarget, type Warehouse } from "./warehouse";

/** BigQuery in one project. */
export interface BigQueryWarehouseArgs extends BigQueryPlace {
    /** JSON of a service account's key; secret. Default: application default credentials. */
    key: pulumi.Output<string> | undefined;
}

/** Where containers find the key. */
const keyFile = "/run/secrets/bigquery_credentials.json";

/**
 * BigQuery as the warehouse. The connection holds no key: Google's libraries find the file, or else the identity of the
 * machine, by themselves (https://cloud.google.com/docs/authentication/application-default-credentials).
 */
export function bigQueryWarehouse(target: DbtTarget, args: BigQueryWarehouseArgs): Warehouse {
    const prefix = target.toUpperCase();
    return {
        analytics: { conn_type: "google_cloud_platform", extra: { project: args.project, location: args.location } },
        variables: {
            plain: {
                [`${prefix}_ANALYTICS_WAREHOUSE`]: "bigquery",
                [`${prefix}_ANALYTICS_GCP_PROJECT_ID`]: args.project,
                [`${prefix}_ANALYTICS_GCP_LOCATION`]: args.location,
                [`${prefix}_ANALYTICS_GCP_DEFAULT_DATASET`]: args.dataset,
                ...(args.key && {
                    [`${prefix}_GOOGLE_APPLICATION_CREDENTIALS`]: keyFile,
                    GOOGLE_APPLICATION_CREDENTIALS: keyFile,
                }),
            },
            secret: {},
        },
        files: args.key ? { [keyFile]: args.key } : {},
    };
}
