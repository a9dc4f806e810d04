import * as pulumi from "@pulumi/pulumi";
import { bigqueryKey } from "./bigquery-key";
import { type BigQueryCredentialsChoice } from "../components/secrets/chosen-bigquery-key";
import { type AnalyticsDatabaseChoice, type MetadataDatabaseChoice } from "../components/data/choices";
import { type BigQueryPlace } from "../components/warehouse/warehouse";
import { readAnalyticsDatabase } from "./databases";
import { type SettingsReader } from "./reader";
import { BadValue, flag } from "./values";

/** BigQuery, and how to log in to it. */
export interface BigQuerySettings extends BigQueryPlace {
    credentials: BigQueryCredentialsChoice;
}

/** Where dbt builds. */
export type WarehouseSettings = { kind: "postgres"; database: AnalyticsDatabaseChoice } | BigQuerySettings;

/** The settings of both warehouses are checked, but only those of the chosen one can be missing. */
export function readWarehouse(reader: SettingsReader, metadata: MetadataDatabaseChoice): WarehouseSettings {
    const chosen = reader.value("warehouse", warehouse);
    const bigquery = readBigQuery(reader, chosen === "bigquery");
    const database = readAnalyticsDatabase(reader, metadata, chosen === "postgres");
    return chosen === "bigquery" ? bigquery : { kind: "postgres", database };
}

function readBigQuery(reader: SettingsReader, chosen: boolean): BigQuerySettings {
    const project = reader.optional("bigqueryProject", projectId);
    if (chosen && project === undefined) {
        reader.refuse(
            "bigqueryProject",
            "it is missing, and the warehouse bigquery needs it",
            "pulumi config set bigqueryProject <value>",
        );
    }
    return {
        kind: "bigquery",
        project: project ?? "",
        location: reader.value("bigqueryLocation", location),
        dataset: reader.value("bigqueryDataset", datasetName),
        credentials: readCredentials(reader, project, chosen),
    };
}

function readCredentials(
    reader: SettingsReader,
    project: string | undefined,
    chosen: boolean,
): BigQueryCredentialsChoice {
    const given = reader.optional(
        "bigqueryCredentials",
        (text) => (text === "create" || text === "none" ? text : bigqueryKey(text, project)),
        "pulumi config set --secret bigqueryCredentials < key.json",
    );
    const account = {
        accountId: reader.optional("bigqueryServiceAccount", serviceAccountId) ?? `airflow-dbt-${pulumi.getStack()}`,
        admin: reader.value("bigqueryAdmin", flag),
        endpoint: reader.optional("googleApiEndpoint", apiAddress),
    };
    if (given === "none") {
        return { kind: "none" };
    }
    if (given !== undefined && given !== "create") {
        const key = reader.secret("bigqueryCredentials", (text) => text);
        return { kind: "given", key: key ?? pulumi.secret(given) };
    }
    if (chosen && !isServiceAccountId(account.accountId)) {
        reader.refuse(
            "bigqueryServiceAccount",
            `its default, ${account.accountId}, is no id of a service account`,
            "pulumi config set bigqueryServiceAccount <value>",
        );
    }
    return { kind: "create", ...account };
}

function warehouse(text: string): "postgres" | "bigquery" {
    if (text !== "postgres" && text !== "bigquery") {
        throw new BadValue(`"${text}" is no warehouse: write postgres or bigquery`);
    }
    return text;
}

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects */
function projectId(text: string): string {
    if (!/^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(text)) {
        throw new BadValue(
            `"${text}" is no project id: it is 6 to 30 lower-case letters, digits and hyphens, and neither the project's name nor its number`,
        );
    }
    return text;
}

/** https://cloud.google.com/bigquery/docs/locations */
function location(text: string): string {
    if (!/^[A-Za-z][A-Za-z0-9-]+$/.test(text)) {
        throw new BadValue(`"${text}" is no location of BigQuery: write for example asia-northeast3 or US`);
    }
    return text;
}

/** https://cloud.google.com/bigquery/docs/datasets#dataset-naming */
function datasetName(text: string): string {
    if (!/^\w{1,900}$/.test(text)) {
        throw new BadValue(`"${text}" is no name of a dataset: use letters, digits and underscores`);
    }
    return text;
}

/** https://cloud.google.com/iam/docs/service-accounts-create */
const isServiceAccountId = (text: string) => /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(text);

function serviceAccountId(text: string): string {
    if (!isServiceAccountId(text)) {
        throw new BadValue(
            `"${text}" is no id of a service account: use 6 to 30 lower-case letters, digits and hyphens, a letter first`,
        );
    }
    return text;
}

function apiAddress(text: string): string {
    if (!/^https?:\/\/[^/]+$/.test(text)) {
        throw new BadValue(`"${text}" is no address of an API: write it as https://host, without a path`);
    }
    return text;
}
