import type * as pulumi from "@pulumi/pulumi";
import { settled } from "../../tools/mocked/registered";
import { keyFile, pem } from "../support/key-file";
import { errorOf, read } from "../support/stack-settings";

const remoteLogs = "gs://my-logs/airflow";
const bring = "pulumi config set --secret remoteLogsCredentials < key.json";
const encrypted = ["remoteLogsCredentials"];

describe("the bucket for task logs", () => {
    test("is not there by default, whatever key is", async () => {
        expect((await read()).remoteLogs).toBeUndefined();
        expect((await read({ remoteLogsCredentials: keyFile() }, encrypted)).remoteLogs).toBeUndefined();
    });

    test.each([
        ["gs://my-logs/airflow", "gs://my-logs/airflow"],
        ["gs://my-logs/airflow/", "gs://my-logs/airflow"],
        [
            "gs://my_logs.example.com/team=data/Airflow-3.x/local",
            "gs://my_logs.example.com/team=data/Airflow-3.x/local",
        ],
        ["gs://my-logs", "gs://my-logs"],
        ["gs://my-logs/", "gs://my-logs"],
    ])("%s is one, written %s", async (given, folder) => {
        expect((await read({ remoteLogs: given })).remoteLogs).toEqual({ folder, key: undefined });
    });

    test.each([
        "s3://my-logs/airflow",
        "my-logs/airflow",
        "https://storage.googleapis.com/my-logs/airflow",
        "gs://",
        "gs:///airflow",
        "gs://my",
        "gs://My-Logs/airflow",
        "gs://my-logs-/airflow",
        "gs://my logs/airflow",
        "gs://my-logs/air flow",
        "gs://my-logs//airflow",
        "gs://my-logs/airflow//",
        "gs://my-logs/../other",
        "gs://my-logs/airflow?generation=1",
        "gs://my-logs/airflow#1",
        " gs://my-logs/airflow",
        "gs://my-logs/airflow\n",
    ])("%j is refused", async (given) => {
        const message = await errorOf({ remoteLogs: given });
        expect(message).toContain(
            `remoteLogs: "${given}" is no folder of a bucket in Google Cloud Storage: write gs://<bucket>/<folder>, with letters, digits and . _ - = in the folder's name.`,
        );
        expect(message).toContain("pulumi config set remoteLogs <value>");
    });
});

describe("its key", () => {
    test("is a secret", async () => {
        const settings = await read({ remoteLogs, remoteLogsCredentials: keyFile() }, encrypted);
        expect(await settled(settings.remoteLogs?.key as pulumi.Output<string>)).toEqual({
            value: keyFile(),
            secret: true,
        });
        expect(await errorOf({ remoteLogs, remoteLogsCredentials: keyFile() })).toContain(
            "remoteLogsCredentials: a secret is in plain text",
        );
    });

    test("is refused if it is none, by a message that shows nothing of it", async () => {
        const message = await errorOf({ remoteLogs, remoteLogsCredentials: "key.json" }, encrypted);
        expect(message).toContain(
            "remoteLogsCredentials: it is not the JSON of a service account's key: bring the file itself, not its name.",
        );
        expect(message).toContain(bring);
        const person = { remoteLogs, remoteLogsCredentials: keyFile({ type: "authorized_user" }) };
        const other = await errorOf(person, encrypted);
        expect(other).toContain(
            "remoteLogsCredentials: the key file is of the type authorized_user, where service_account is needed: make a key of a service account.",
        );
        expect(other).not.toContain(pem.private.split("\n")[1].slice(0, 12));
    });

    test("is never the one for BigQuery, which the API server does not get", async () => {
        const own = { warehouse: "bigquery", bigqueryProject: "my-project", remoteLogs };
        const message = await errorOf(own);
        expect(message).toContain(
            "remoteLogsCredentials: it is missing, and the key for BigQuery is only for tasks and dbt: give the logs a key of their own, or log in to BigQuery without a key.",
        );
        expect(message).toContain(bring);
        expect((await read({ ...own, remoteLogsCredentials: keyFile() }, encrypted)).remoteLogs).toBeDefined();
        expect((await read({ ...own, bigqueryCredentials: "none" })).remoteLogs?.key).toBeUndefined();
    });
});

describe("variables for Airflow's own options", () => {
    const variables = {
        AIRFLOW__LOGGING__REMOTE_LOGGING: "True",
        AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: "gs://their-logs",
        AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS: "log_config.LOGGING_CONFIG",
        AIRFLOW__LOGGING__GOOGLE_KEY_PATH: "/opt/airflow/dags/key.json",
        AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID: "logs",
    };

    test("count as long as the setting is not there", async () => {
        expect((await read({ variables })).variables.airflow.plain).toMatchObject(variables);
    });

    test("are refused beside it, each by its name", async () => {
        const message = await errorOf({ variables, remoteLogs });
        for (const [name, setting] of [
            ["AIRFLOW__LOGGING__REMOTE_LOGGING", "remoteLogs"],
            ["AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER", "remoteLogs"],
            ["AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS", "remoteLogs"],
            ["AIRFLOW__LOGGING__GOOGLE_KEY_PATH", "remoteLogsCredentials"],
            ["AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID", "remoteLogsCredentials"],
        ]) {
            expect(message).toContain(
                `variables: ${name} is set by the setting ${setting}.\n      pulumi config rm --path variables.${name}`,
            );
        }
    });

    test("that differ from stack to stack go with it", async () => {
        const own = { STORAGE_EMULATOR_HOST: "http://10.0.0.1:4443", AIRFLOW__LOGGING__DELETE_LOCAL_LOGS: "True" };
        expect((await read({ variables: own, remoteLogs })).variables.airflow.plain).toMatchObject(own);
    });
});
