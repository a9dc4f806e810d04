import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { type Variables } from "../../components/docker/variables";
import { warehouseVariables } from "../../config/reserved-variables";
import { settled } from "../../tools/mocked/registered";
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
        "if it names an executor that the stack cannot run: %s",
        async (executor) => {
            expect(await refused({ AIRFLOW__CORE__EXECUTOR: executor })).toContain(
                "variables: AIRFLOW__CORE__EXECUTOR names an executor that the stack cannot run: it has LocalExecutor",
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
        expect(
            (await read({ variables: { [name]: "qwertz" } }, ["variables"])).variables.airflow.secret,
        ).toHaveProperty(name);
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
        expect((await read({ variables: { [name]: value } })).variables.airflow.plain).toMatchObject({ [name]: value });
    });

    test("that names the credentials of BigQuery if the stack has none", async () => {
        const own = { warehouse: "bigquery", bigqueryProject: "my-project", bigqueryCredentials: "none" };
        const variables = { GOOGLE_APPLICATION_CREDENTIALS: "/opt/airflow/dags/key.json" };
        expect((await read({ ...own, variables })).variables.airflow.plain).toMatchObject(variables);
    });
});

const own = { DBT_TARGET: "local", SSH_CONN_ID: "dbt_ssh" };

/** The values, with those that are secret in brackets. */
async function values({ plain, secret }: Variables): Promise<Record<string, unknown>> {
    const open = await Promise.all(
        Object.entries(secret).map(async ([name, value]) => {
            const { value: text, secret: isSecret } = await settled(value as pulumi.Output<string>);
            return [name, isSecret ? `[${text}]` : text];
        }),
    );
    return { ...plain, ...(Object.fromEntries(open) as object) };
}

const ofBoth = async (settings: Record<string, unknown>, encrypted: string[] = []) => {
    const { airflow, dbt } = (await read(settings, encrypted)).variables;
    return { airflow: await values(airflow), dbt: await values(dbt) };
};

test("variables are secret as soon as one of the setting is encrypted", async () => {
    const settings = { variables: { REGION: "seoul", TOKEN: "x" }, dbtVariables: { THREADS: 4 } };
    expect(await ofBoth(settings, ["variables"])).toEqual({
        airflow: { REGION: "[seoul]", TOKEN: "[x]", ...own },
        dbt: { REGION: "[seoul]", TOKEN: "[x]", THREADS: "4", ...own },
    });
});

describe("variables for Airflow or dbt alone", () => {
    test("reach only the one", async () => {
        const settings = { airflowVariables: { A: "1" }, dbtVariables: { D: "2" }, variables: { V: "3" } };
        expect(await ofBoth(settings)).toEqual({
            airflow: { A: "1", V: "3", ...own },
            dbt: { D: "2", V: "3", ...own },
        });
    });

    test.each([
        ["neither is secret", [], "one", "two"],
        ["it is secret", ["dbtVariables"], "one", "[two]"],
        ["the other is secret", ["variables"], "[one]", "two"],
    ])("win over those for both if %s", async (_, encrypted, airflow, dbt) => {
        const settings = { variables: { LEVEL: "one" }, dbtVariables: { LEVEL: "two" } };
        expect(await ofBoth(settings, encrypted)).toEqual({
            airflow: { LEVEL: airflow, ...own },
            dbt: { LEVEL: dbt, ...own },
        });
    });

    test.each(["airflowVariables", "dbtVariables"])("are checked as all are: %s", async (setting) => {
        const message = await errorOf({
            [setting]: { PATH: "/x", DBT_TARGET: "prod", TOKEN: "x", AIRFLOW_CONN_X: "x" },
        });
        expect(message).toContain(`${setting}: PATH belongs to the image`);
        expect(message).toContain(
            `pulumi config rm --path ${setting}.DBT_TARGET && pulumi config set dbtTarget <value>`,
        );
        expect(message).toContain(`pulumi config set --secret --path ${setting}.TOKEN `);
        expect(message).toContain(`${setting}: AIRFLOW_CONN_X is a connection`);
        const own = { [setting]: { LOCAL_ANALYTICS_POSTGRES_PASSWORD: "x" } };
        expect(await errorOf(own, [setting])).toContain("is set by the settings of the warehouse");
        expect(await errorOf({ [setting]: { A: ["1"] } })).toContain(`${setting}: the value of A must be one line`);
    });

    test("are too long together with those for both, not with each other", async () => {
        const many = (prefix: string) =>
            Object.fromEntries([...Array(6).keys()].map((each) => [`${prefix}${each}`, "x".repeat(90_000)]));
        expect(await read({ airflowVariables: many("A"), dbtVariables: many("D") })).toBeDefined();
        const message = await errorOf({
            variables: many("V"),
            dbtVariables: { ...many("D"), LARGEST: "x".repeat(95_000) },
        });
        expect(message).toMatch(
            /dbtVariables: together they have 11\d{5} bytes.* largest, LARGEST, in a file below dbt\./,
        );
    });
});

describe("options of Airflow", () => {
    const options = { AIRFLOW__CORE__PARALLELISM: "4", OTEL_SERVICE_NAME: "mine" };

    test("do not reach dbt, secret or not", async () => {
        const secret = { AIRFLOW__CORE__PARALLELISM: "[4]", OTEL_SERVICE_NAME: "[mine]" };
        expect(await ofBoth({ variables: options })).toEqual({ airflow: { ...options, ...own }, dbt: own });
        expect(await ofBoth({ variables: options }, ["variables"])).toEqual({
            airflow: { ...secret, ...own },
            dbt: own,
        });
        expect(await ofBoth({ airflowVariables: options })).toEqual({ airflow: { ...options, ...own }, dbt: own });
    });

    test("are refused for dbt, with the setting that takes them", async () => {
        const message = await errorOf({ dbtVariables: options });
        expect(message).toContain(
            "dbtVariables: OTEL_SERVICE_NAME is an option of Airflow, and does not reach dbt.\n" +
                "      pulumi config rm --path dbtVariables.OTEL_SERVICE_NAME && pulumi config set --path airflowVariables.OTEL_SERVICE_NAME <value>",
        );
        expect(await errorOf({ dbtVariables: options }, ["dbtVariables"])).toContain(
            "pulumi config set --secret --path airflowVariables.AIRFLOW__CORE__PARALLELISM\n",
        );
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
