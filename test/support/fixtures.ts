import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type AirflowArgs } from "../../components/airflow/airflow";
import { DockerHost, type Limits } from "../../components/docker/host";
import { Image } from "../../components/docker/image";

/** A Docker host as a stack of the suffix `test` has it. */
export function dockerHost(address?: string, limits?: Record<string, Limits>): DockerHost {
    return new DockerHost("docker", { suffix: "test", address, bindAddress: "127.0.0.1", limits });
}

/** Airflow on that host, or on another one, with nothing special about it. */
export function airflowArgs(host = dockerHost()): AirflowArgs {
    return {
        host,
        code: "mounted",
        airflowCli: false,
        apiserverPort: 8082,
        timezone: "Asia/Seoul",
        adminUser: "airflow",
        workers: [],
        tasksRunOn: "scheduler",
        variables: { plain: { GREETING: "hello" }, secret: { TOKEN: pulumi.secret("of-the-user") } },
        ownConnections: { dbt_ssh: { conn_type: "ssh", host: "dbt" } },
        metadata: { host: "db", port: 5432, user: "airflow", password: "of-the-database", database: "airflow" },
        taskFiles: { "/run/secrets/warehouse_key": "of-the-warehouse" },
        secrets: {
            fernetKey: "fernet",
            apiSecretKey: "api",
            jwtSecret: "jwt",
            adminPassword: "admin",
            backupKey: "backup",
        },
        backups: { keep: 7, databases: {} },
        cleaning: { schedule: "30 2 * * *", databaseDays: 0, logDays: 0 },
    };
}

/** An image of a context that is sure to exist. */
export function image(host: DockerHost): Image {
    return new Image("postgres", { host, dockerfile: "images/postgres/Dockerfile", files: [] });
}

/** A folder that is gone after the test file. */
export function temporaryFolder(files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-test-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
    }
    return folder;
}
