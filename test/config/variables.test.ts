import { readFileSync } from "node:fs";
import { warehouseVariables } from "../../config/reserved-variables";
import { errorOf, read } from "../support/stack-settings";

const refused = (variables: Record<string, unknown>, encrypted: string[] = []) => errorOf({ variables }, encrypted);

describe("a variable is refused", () => {
    test.each([
        "PATH",
        "HOME",
        "BASH_ENV",
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "PYTHONHOME",
        "PYTHONPATH",
        "AIRFLOW_HOME",
        "AIRFLOW_CONFIG",
    ])("if the image has it: %s", async (name) => {
        const message = await refused({ [name]: "/x" });
        expect(message).toContain("nothing was changed");
        expect(message).toContain(`variables: ${name} belongs to the image, whose programs need their own value.`);
        expect(message).toContain(`pulumi config rm --path variables.${name}`);
    });

    test("if dbt's image has it, with the folders that it uses", async () => {
        const names = readFileSync("images/dbt/etc/dbt/defaults.env", "utf8").match(/^\w+_(DIR|PATH)(?==)/gm) ?? [];
        expect(names).toHaveLength(3);
        for (const name of [...names, "DBT_PROJECT_DIR", "DBT_ENGINE_PROFILES_DIR"]) {
            expect(await refused({ [name]: "/x" })).toContain(
                `variables: ${name} belongs to the image: the project is at /usr/app, profiles are at /usr/app/profiles.`,
            );
        }
    });

    test.each([
        ["DBT_TARGET", "is set by the setting dbtTarget", "pulumi config set dbtTarget <value>"],
        ["DBT_ENGINE_TARGET", "is set by the setting dbtTarget", "pulumi config set dbtTarget <value>"],
        ["SSH_CONN_ID", "is set by the setting sshConnectionId", "pulumi config set sshConnectionId <value>"],
        ["WARM_DBT", "is set by the setting warmDbt", "pulumi config set warmDbt <value>"],
        ["AIRFLOW__CORE__DEFAULT_TIMEZONE", "is set by the setting timezone", "pulumi config set timezone <value>"],
        ["AIRFLOW__CORE__FERNET_KEY", "is set by the setting fernetKey", "pulumi config set --secret fernetKey"],
        [
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
            "is set by the settings metaDatabase…",
            "pulumi config set metaDatabaseHost <value>",
        ],
        [
            "AIRFLOW__API__PORT",
            "is set by the image; the port on the Docker host is the setting apiserverPort",
            "pulumi config set apiserverPort <value>",
        ],
        [
            "AIRFLOW_CONN_CRM",
            "is a connection: its place is the setting connections",
            "pulumi config set --secret --path connections.crm",
        ],
    ])("if it has a setting of its own: %s", async (name, why, command) => {
        const message = await refused({ [name]: "x" });
        expect(message).toContain(`variables: ${name} ${why}.`);
        expect(message).toContain(`pulumi config rm --path variables.${name} && ${command}`);
    });

    test("if the stack sets it alone", async () => {
        const name = "AIRFLOW__CORE__EXECUTION_API_SERVER_URL";
        expect(await refused({ [name]: "x" })).toContain(`variables: ${name} is set by the stack`);
    });

    test("if Airflow reads that option from a secret file, in every form", async () => {
        const config = readFileSync("airflow/airflow.cfg", "utf8");
        let section = "";
        const options = config.split("\n").flatMap((line) => {
            section = /^\[(\w+)\]/.exec(line)?.[1] ?? section;
            const option = /^(\w+)_cmd *=/.exec(line)?.[1];
            return option === undefined ? [] : [`AIRFLOW__${section}__${option}`.toUpperCase()];
        });
        expect(options).toHaveLength(5);
        for (const name of options.flatMap((option) => [option, `${option}_CMD`, `${option}_SECRET`])) {
            expect(await refused({ [name]: "x" })).toContain(`variables: ${name} is `);
        }
        expect(await refused({ AIRFLOW__WEBSERVER__SECRET_KEY: "x" })).toContain(
            "is not read from a variable: the stack generates this secret and passes it as a file",
        );
    });

    test.each(["CeleryExecutor", "LocalExecutor,KubernetesExecutor", "my.own.Executor", ""])(
        "if it names an executor that is not installed: %s",
        async (executor) => {
            expect(await refused({ AIRFLOW__CORE__EXECUTOR: executor })).toContain(
                "variables: AIRFLOW__CORE__EXECUTOR names an executor that is not installed: the image has LocalExecutor",
            );
        },
    );

    test.each(["airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager", ""])(
        "if it names another auth manager than that of the admin user: %s",
        async (manager) => {
            const message = await refused({ AIRFLOW__CORE__AUTH_MANAGER: manager });
            const fab = /^auth_manager = (.*)$/m.exec(readFileSync("airflow/airflow.cfg", "utf8"))?.[1] ?? "";
            expect(message).toContain(
                `variables: AIRFLOW__CORE__AUTH_MANAGER must be ${fab}, in which the stack creates the admin user`,
            );
            expect(message).toContain("pulumi config rm --path variables.AIRFLOW__CORE__AUTH_MANAGER");
            expect(await read({ variables: { AIRFLOW__CORE__AUTH_MANAGER: fab } })).toBeDefined();
        },
    );

    test.each([
        ["postgres", {}, "LOCAL_ANALYTICS_POSTGRES_PASSWORD"],
        ["postgres", {}, "LOCAL_ANALYTICS_POSTGRES_SSLMODE"],
        ["postgres", {}, "LOCAL_ANALYTICS_WAREHOUSE"],
        ["bigquery", { bigqueryProject: "my-project" }, "LOCAL_ANALYTICS_GCP_PROJECT_ID"],
        ["bigquery", { bigqueryProject: "my-project" }, "GOOGLE_APPLICATION_CREDENTIALS"],
    ])("if the warehouse %s sets it", async (warehouse, own, name) => {
        const message = await errorOf({ warehouse, ...own, variables: { [name]: "x" } }, ["variables"]);
        expect(message).toContain(`variables: ${name} is set by the settings of the warehouse.`);
        expect(message).toContain(`pulumi config rm --path variables.${name}`);
    });

    test("if it is reserved, encrypted or not", async () => {
        expect(await refused({ DBT_TARGET: "prod" }, ["variables"])).toContain("DBT_TARGET is set by the setting");
    });

    test.each([
        "CRM_PASSWORD",
        "TOKEN",
        "github_token",
        "OAUTH_CLIENT_SECRET",
        "MAPS_API_KEY",
        "AWS_SECRET_ACCESS_KEY",
        "DBT_ENV_SECRET_GIT_CREDENTIAL",
        "AIRFLOW_VAR_CRM_PASSWORD",
        "AIRFLOW__SMTP__SMTP_PASSWORD",
    ])("if it holds a secret in plain text, which is not shown: %s", async (name) => {
        const message = await refused({ [name]: "qwertz" });
        expect(message).toContain(`variables: ${name} is a secret in plain text.`);
        expect(message).toContain(`pulumi config set --secret --path variables.${name}   (and change the secret`);
        expect(message).not.toContain("qwertz");
        expect((await read({ variables: { [name]: "qwertz" } }, ["variables"])).variables.secret).toHaveProperty(name);
    });

    test("if it is too long for Linux", async () => {
        const message = await refused({ RULES: "x".repeat(100_000) }, ["variables"]);
        expect(message).toContain("variables: RULES has 100006 bytes");
        expect(message).toContain("keep it in a file below airflow/dags or in a connection");
        expect(message).toContain("pulumi config rm --path variables.RULES");
        expect(message).not.toContain("xxx");
    });

    test("if all together are too long, the largest first", async () => {
        const many = Object.fromEntries([...Array(11).keys()].map((each) => [`N${each}`, "가".repeat(30_500)]));
        const message = await refused({ ...many, LARGEST: "x".repeat(95_000) });
        expect(message).toMatch(/variables: together they have 11\d{5} bytes.* keep the largest, LARGEST, in a file/);
    });

    test("with all others that are", async () => {
        const message = await refused({ PATH: "/x", CRM_TOKEN: "x", AIRFLOW_CONN_CRM: "x" });
        expect(message.match(/^ {2}variables: /gm)).toHaveLength(3);
    });
});

describe("a variable is taken", () => {
    test.each([
        ["AIRFLOW_VAR_TIER", "gold"],
        ["AIRFLOW__CORE__PARALLELISM", "4"],
        ["AIRFLOW__CORE__EXECUTOR", "LocalExecutor"],
        ["AIRFLOW__CORE__EXECUTOR", "LocalExecutor:airflow_dbt_image.on_demand_executor.OnDemandLocalExecutor"],
        ["AIRFLOW__SMTP__SMTP_PASSWORD_SECRET", "smtp/password"],
        ["DBT_SEND_ANONYMOUS_USAGE_STATS", "true"],
        ["LANG", "C.UTF-8"],
        ["MAX_TOKENS", "4096"],
        ["TOKEN_URL", "https://login.example.com/token"],
        ["CRM_PASSWORD", ""],
        ["PROD_ANALYTICS_POSTGRES_HOST", "of the other target"],
        ["LOCAL_ANALYTICS_GCP_PROJECT_ID", "of the other warehouse"],
        ["GOOGLE_APPLICATION_CREDENTIALS", "/opt/airflow/dags/key.json"],
        ["LONG", "x".repeat(99_990)],
    ])("%s", async (name, value) => {
        expect((await read({ variables: { [name]: value } })).variables.plain).toMatchObject({ [name]: value });
    });

    test("that names the credentials of BigQuery if the stack has none", async () => {
        const own = { warehouse: "bigquery", bigqueryProject: "my-project", bigqueryCredentials: "none" };
        const variables = { GOOGLE_APPLICATION_CREDENTIALS: "/opt/airflow/dags/key.json" };
        expect((await read({ ...own, variables })).variables.plain).toMatchObject(variables);
    });
});

test("the names of a warehouse's variables begin with the target", () => {
    expect(warehouseVariables("prod", "postgres")).toEqual(
        [
            "WAREHOUSE",
            ...["HOST", "PORT", "DB", "USER", "SSLMODE", "SSLROOTCERT", "PASSWORD"].map((each) => `POSTGRES_${each}`),
        ].map((each) => `PROD_ANALYTICS_${each}`),
    );
});
