import * as pulumi from "@pulumi/pulumi";
import { loadBigQueryCredentials } from "../../../components/secrets/load-bigquery-credentials";

/** A Pulumi program that makes a key for BigQuery and nothing else. */
export = async () => {
    const config = new pulumi.Config();
    const { BigQueryCredentials } = await loadBigQueryCredentials();
    const { key, email } = new BigQueryCredentials("bigquery", {
        project: config.require("project"),
        accountId: "airflow-dbt-test",
        admin: config.requireBoolean("admin"),
        generation: config.requireNumber("generation"),
        endpoint: config.require("endpoint"),
    });
    return { key, email };
};
