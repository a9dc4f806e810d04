import { parseEnvFile } from "../../../commands/import-env/env-file";
import { BadKeyFile } from "../../../commands/import-env/key-file";
import { planOf } from "../../../commands/import-env/mapping";
import { type Surroundings } from "../../../commands/import-env/surroundings";
import { nameOf, type Plan } from "../../../commands/import-env/plan";

const around = (given: Partial<Surroundings> = {}): Surroundings => ({
    stack: "prod",
    resolves: () => Promise.resolve(false),
    keyFile: () => {
        throw new BadKeyFile("the key file cannot be read");
    },
    ...given,
});

async function planFor(
    text: string,
    given?: Partial<Surroundings>,
): Promise<Plan & { settings: Record<string, string>; secrets: string[]; left: Record<string, string> }> {
    const plan = await planOf(parseEnvFile(Buffer.from(text), {}), around(given));
    const planned = plan.rows.flatMap((row) => row.to ?? []);
    return {
        ...plan,
        settings: Object.fromEntries(planned.map((each) => [nameOf(each), each.value])),
        secrets: planned.filter((each) => each.secret).map(nameOf),
        left: Object.fromEntries(
            plan.rows.filter((row) => row.to === undefined).map((row) => [row.from, row.remark ?? ""]),
        ),
    };
}

describe("known lines become settings", () => {
    test("of Airflow and dbt", async () => {
        const { settings, secrets } = await planFor(
            [
                "AIRFLOW_APISERVER_PORT=8090",
                "_AIRFLOW_WWW_USER_USERNAME=admin",
                "_AIRFLOW_WWW_USER_PASSWORD=of-the-admin",
                "DBT_DOCS_PORT=8091",
                "AIRFLOW__CORE__DEFAULT_TIMEZONE=utc",
                "AIRFLOW__CORE__FERNET_KEY=the-key",
                "DBT_TARGET=prod",
                "SSH_CONN_ID=dbt_ssh",
            ].join("\n"),
        );
        expect(settings).toEqual({
            apiserverPort: "8090",
            adminUser: "admin",
            adminPassword: "of-the-admin",
            dbtDocsPort: "8091",
            timezone: "UTC",
            fernetKey: "the-key",
            dbtTarget: "prod",
            sshConnectionId: "dbt_ssh",
        });
        expect(secrets.sort()).toEqual(["adminPassword", "fernetKey"]);
    });

    test("an empty one leaves its setting as it is", async () => {
        const { settings, left } = await planFor("AIRFLOW_APISERVER_PORT=\nAIRFLOW__CORE__FERNET_KEY=''\n");
        expect(settings).toEqual({});
        expect(left).toMatchObject({
            AIRFLOW_APISERVER_PORT: expect.stringContaining("does not change") as string,
            AIRFLOW__CORE__FERNET_KEY: expect.stringContaining("a key is generated") as string,
        });
    });
});

describe("Airflow's old database", () => {
    const lines = (host: string) =>
        `AIRFLOW_META_POSTGRES_HOST=${host}\nAIRFLOW_META_POSTGRES_PORT=5433\nAIRFLOW_META_POSTGRES_DB=meta\nAIRFLOW_META_POSTGRES_USER=airflow\nAIRFLOW_META_POSTGRES_PASSWORD=of-airflow\n`;

    test("on a server is used as it is, with nothing made there", async () => {
        const { settings, secrets, advice } = await planFor(lines("db.acme.example"));
        expect(settings).toEqual({
            metaDatabaseHost: "db.acme.example",
            metaDatabasePort: "5433",
            metaDatabaseName: "meta",
            metaDatabaseUser: "airflow",
            metaDatabasePassword: "of-airflow",
            metaDatabaseManaged: "false",
        });
        expect(secrets).toEqual(["metaDatabasePassword"]);
        expect(advice.join()).toContain("pg_dump");
        expect(advice.join()).toContain("metaDatabaseSslMode disable --stack prod");
    });

    test("in a container of the old layout gives way to the stack's own server", async () => {
        const { settings, advice, left } = await planFor(lines("postgres"));
        expect(settings).toEqual({
            metaDatabaseHost: "",
            metaDatabaseName: "meta",
            metaDatabaseUser: "airflow",
            metaDatabasePassword: "of-airflow",
        });
        expect(left).toHaveProperty("AIRFLOW_META_POSTGRES_PORT");
        expect(advice.join()).toContain("is empty. To migrate the data: docs/migrating.md");
    });

    test("on a machine with a short name is a server, not a container", async () => {
        const { settings } = await planFor(lines("postgres"), {
            resolves: (host) => Promise.resolve(host === "postgres"),
        });
        expect(settings).toMatchObject({
            metaDatabaseHost: "postgres",
            metaDatabasePort: "5433",
            metaDatabaseManaged: "false",
        });
    });

    test.each(["localhost", "127.0.0.1", "host.docker.internal"])(
        "on %s needs another address, and that is said",
        async (host) => {
            const { settings, advice } = await planFor(lines(host));
            expect(settings.metaDatabaseHost).toBe(host);
            expect(advice.join()).toContain(`inside a container, ${host} is the container itself`);
        },
    );
});

describe("the warehouse", () => {
    const postgres = (target: string) =>
        `${target}_ANALYTICS_POSTGRES_HOST=dwh.acme.example\n${target}_ANALYTICS_POSTGRES_USER=dbt\n${target}_ANALYTICS_POSTGRES_PASSWORD=of-dbt\n${target}_ANALYTICS_POSTGRES_DB=dwh\n${target}_ANALYTICS_POSTGRES_PORT=5432\n`;
    const gcp = (target: string) =>
        `${target}_ANALYTICS_GCP_PROJECT_ID=acme-data\n${target}_ANALYTICS_GCP_LOCATION=US\n${target}_ANALYTICS_GCP_DEFAULT_DATASET=dwh\n`;

    test("is Postgres if only that is set", async () => {
        const { settings } = await planFor(postgres("PROD"));
        expect(settings).toEqual({
            warehouse: "postgres",
            analyticsHost: "dwh.acme.example",
            analyticsPort: "5432",
            analyticsDatabase: "dwh",
            analyticsUser: "dbt",
            analyticsPassword: "of-dbt",
        });
    });

    test("is BigQuery if only that is set, with application default credentials if no key file is named", async () => {
        const { settings } = await planFor(gcp("PROD"));
        expect(settings).toEqual({
            warehouse: "bigquery",
            bigqueryProject: "acme-data",
            bigqueryLocation: "US",
            bigqueryDataset: "dwh",
            bigqueryCredentials: "none",
        });
    });

    test.each([
        ["prod", "bigquery", "variables.PROD_ANALYTICS_POSTGRES_PASSWORD"],
        ["local", "postgres", "variables.LOCAL_ANALYTICS_GCP_PROJECT_ID"],
    ])("of %s is %s if both are set, and the other one's lines stay variables", async (stack, warehouse, variable) => {
        const target = stack.toUpperCase();
        const { settings, secrets } = await planFor(postgres(target) + gcp(target), { stack });
        expect(settings).toMatchObject({ warehouse, [variable]: expect.any(String) as string });
        expect(secrets).toEqual([stack === "prod" ? variable : "analyticsPassword"]);
    });

    test("of the other target has no place, passwords least of all", async () => {
        const { settings, left } = await planFor(
            `${gcp("PROD")}${postgres("LOCAL")}LOCAL_GOOGLE_APPLICATION_CREDENTIALS=/k.json\n`,
        );
        expect(Object.keys(settings).filter((name) => name.startsWith("variables"))).toEqual([]);
        expect(left.LOCAL_ANALYTICS_POSTGRES_PASSWORD).toBe(
            "belongs to the target local; the target of this stack is prod",
        );
        expect(left).toHaveProperty("LOCAL_GOOGLE_APPLICATION_CREDENTIALS");
    });

    test("belongs to the target that DBT_TARGET names, else to the only one in the file", async () => {
        expect((await planFor(`DBT_TARGET=local\n${postgres("LOCAL")}`, { stack: "prod" })).settings).toMatchObject({
            dbtTarget: "local",
            analyticsHost: "dwh.acme.example",
        });
        expect((await planFor(postgres("LOCAL"), { stack: "staging" })).settings).toMatchObject({
            dbtTarget: "local",
            analyticsHost: "dwh.acme.example",
        });
    });

    test("in a container of the old layout is made by the stack", async () => {
        const { settings } = await planFor(
            "PROD_ANALYTICS_POSTGRES_HOST=postgres\nPROD_ANALYTICS_POSTGRES_DB=postgres\nPROD_ANALYTICS_POSTGRES_USER=dbt\n",
        );
        expect(settings).toEqual({ warehouse: "postgres", analyticsHost: "", analyticsUser: "dbt" });
    });

    test("has the key file's content as a secret, by the target's own variable first", async () => {
        const asked: string[] = [];
        const keyFile = (path: string) => (asked.push(path), { path, content: "{the key}" });
        const { settings, secrets } = await planFor(
            `GOOGLE_APPLICATION_CREDENTIALS=/other.json\nPROD_GOOGLE_APPLICATION_CREDENTIALS=/key.json\n${gcp("PROD")}`,
            { keyFile },
        );
        expect(asked).toEqual(["/key.json"]);
        expect(settings.bigqueryCredentials).toBe("{the key}");
        expect(secrets).toEqual(["bigqueryCredentials"]);
    });

    test("is refused with the line if its key file cannot be read", async () => {
        await expect(planFor(`A=1\nGOOGLE_APPLICATION_CREDENTIALS=/run/keys/bq.json\n${gcp("PROD")}`)).rejects.toThrow(
            /^line 2, GOOGLE_APPLICATION_CREDENTIALS: the key file cannot be read$/,
        );
    });
});

describe("connections", () => {
    test("have Airflow's ids, as secrets; JSON becomes a URI", async () => {
        const { settings, secrets } = await planFor(
            `AIRFLOW_CONN_MY_DB=postgres://u:p@h/db\nAIRFLOW_CONN_GCS='{"conn_type": "google_cloud_platform", "extra": {"project": "acme"}}'\nAIRFLOW_CONN_API='{"conn_type": "http", "host": "https://api.acme.example", "login": "a@b", "password": "x/y", "port": 443}'\n`,
        );
        expect(settings).toEqual({
            "connections.my_db": "postgres://u:p@h/db",
            "connections.gcs": "google-cloud-platform:///?__extra__=%7B%22project%22%3A%22acme%22%7D",
            "connections.api": "http://https://a%40b:x%2Fy@api.acme.example:443",
        });
        expect(secrets).toEqual(Object.keys(settings));
    });

    test("but for the one to dbt, which the stack makes", async () => {
        const { settings, left } = await planFor(
            "SSH_CONN_ID=dbt_server\nAIRFLOW_CONN_DBT_SERVER=ssh://airflow:pw@dbt\n",
        );
        expect(settings).toEqual({ sshConnectionId: "dbt_server" });
        expect(left).toHaveProperty("AIRFLOW_CONN_DBT_SERVER");
    });
});

describe("the Docker host's name of Docker Desktop", () => {
    test("is named in connections and variables, with the line and what to write instead", async () => {
        const { advice } = await planFor(
            [
                "AIRFLOW_CONN_CRM=https://u:secret-1@host.docker.internal:8443",
                `AIRFLOW_CONN_SHOP='{"conn_type": "postgres", "host": "HOST.docker.internal", "password": "secret-2"}'`,
                "API_URL=http://gateway.docker.internal/api",
                "OTHER=http://myhost.docker.internal.example",
            ].join("\n"),
        );
        expect(advice).toEqual([
            expect.stringMatching(
                /^line 1, AIRFLOW_CONN_CRM \(connections\.crm\): .* do not know host\.docker\.internal\./,
            ),
            expect.stringMatching(
                /^line 2, AIRFLOW_CONN_SHOP \(connections\.shop\): .* do not know HOST\.docker\.internal\./,
            ),
            expect.stringMatching(
                /^line 3, API_URL \(variables\.API_URL\): .* do not know gateway\.docker\.internal\. Replace it in that line with the Docker host's address in the network/,
            ),
        ]);
        expect(advice.join()).not.toContain("secret-");
    });

    test("is of no concern in a line that is not carried over", async () => {
        expect((await planFor("DOCKER_HOST=tcp://host.docker.internal:2375\n")).advice).toEqual([]);
    });
});

describe("every other line becomes a variable", () => {
    test("plain, and encrypted if it looks like a secret", async () => {
        const { settings, secrets } = await planFor(
            "REGION=서울\nEMPTY=\nAIRFLOW_VAR_TIER=gold\nAIRFLOW__SCHEDULER__PARSING_PROCESSES=2\nAPI_TOKEN=x\nCRM_URL=https://u:pw@crm.acme.example\nSLACK=https://hooks.slack.com/services/x\nMONKEY=banana\nKEYBOARD=qwerty\nSIGNED=AKIAABCDEFGHIJKL\nSTRIPE=aB3dE6gH9jK2mN5pQ8sT\n",
        );
        expect(Object.keys(settings)).toHaveLength(11);
        expect(settings).toMatchObject({
            "variables.REGION": "서울",
            "variables.EMPTY": "",
            "variables.AIRFLOW_VAR_TIER": "gold",
        });
        expect(secrets).toEqual([
            "variables.API_TOKEN",
            "variables.CRM_URL",
            "variables.SLACK",
            "variables.SIGNED",
            "variables.STRIPE",
        ]);
    });

    test.each([
        ["SSH_PASSWORD=x", /key pair/],
        ["SSH_HOST_KEY=x", /pinned/],
        ["DBT_SSH_PASSWORD=x", /key pair/],
        ["AIRFLOW_META_DB=x", /settings metaDatabase/],
        ["AIRFLOW_META_PASSWORD=x", /settings metaDatabase/],
        ["SOURCE_POSTGRES_PASSWORD=x", /only a service of docker compose/],
        ["POSTGRES_PASSWORD=x", /only a service of docker compose/],
        ["PGDATA=/data", /only a service of docker compose/],
        ["FERNET_KEY=x", /rename this line/],
        ["AIRFLOW_FERNET_KEY=x", /rename this line/],
        ["_AIRFLOW_WWW_USER_EMAIL=x", /admin user/],
        ["AIRFLOW_WWW_USER_PASSWORD=x", /admin user/],
        ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql://u:p@h/d", /metaDatabase/],
        ["AIRFLOW__API__SECRET_KEY=x", /generated/],
        ["AIRFLOW_SECRET_KEY=x", /generated/],
        ["PGADMIN_DEFAULT_PASSWORD=x", /only a service of docker compose/],
        ["AIRFLOW__API_AUTH__JWT_SECRET=x", /generated/],
        ["AIRFLOW__CELERY__BROKER_URL=redis://:p@r", /LocalExecutor/],
        ["AIRFLOW__CORE__EXECUTOR=CeleryExecutor", /LocalExecutor/],
        ["COMPOSE_PROJECT_NAME=x", /only docker compose/],
        ["AIRFLOW_UID=50000", /only docker compose/],
        ["_PIP_ADDITIONAL_REQUIREMENTS=pandas", /pyproject/],
        ["DBT_SSH_PORT=2222", /not published/],
        ["PYTHONPATH=/opt/airflow/dags", /belongs to the image/],
        ["LD_PRELOAD=/x.so", /belongs to the image/],
        ["WARM_DBT=false", /is set by the setting warmDbt/],
        ["PROD_ANALYTICS_WAREHOUSE=postgres", /is set by the settings of the warehouse/],
        ["PROD_ANALYTICS_POSTGRES_PORT=5432", /is set by the settings of the warehouse/],
        ["A.B=1", /not a valid name/],
        ["CERT='one\ntwo'", /several lines/],
    ])("but for %j", async (text, reason) => {
        const { settings, left } = await planFor(text);
        expect(settings).toEqual({});
        expect(Object.values(left)).toEqual([expect.stringMatching(reason)]);
    });

    test("and the advice says how a DAG gets what only services of compose had", async () => {
        const { advice } = await planFor("A=1\nPOSTGRES_USER=x\nSOURCE_POSTGRES_PASSWORD=secret\n");
        expect(advice).toEqual([
            "DAGs and dbt do not get POSTGRES_USER (line 2), SOURCE_POSTGRES_PASSWORD (line 3): services of docker compose used them. If a DAG or a model reads one: pulumi config set --secret --path variables.POSTGRES_USER --stack prod",
        ]);
    });
});
