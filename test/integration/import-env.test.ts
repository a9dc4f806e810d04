import { generateKeyPairSync } from "node:crypto";
import {
    chmodSync,
    copyFileSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { BUILT } from "../../commands/set-up/own-pulumi-home";
import { setUp } from "../../commands/set-up/set-up";
import { removeWhenThisEnds } from "../../tools/running-stack/remains";
import { type Ended, output, run } from "../../tools/running-stack/run";

/** A folder with nothing of the project but its settings, so that the command cannot touch those of the checkout. */
const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-import-env-"));
const settings = join(folder, "Pulumi.prod.yaml");
const commandLines = join(folder, "bin", "command-lines");
const environment: NodeJS.ProcessEnv = { ...process.env };
let pulumi = "";

const envFile = `\ufeff# 운영 환경\r
COMPOSE_PROJECT_NAME=airflow\r
AIRFLOW_APISERVER_PORT=8090 # 포트\r
_AIRFLOW_WWW_USER_PASSWORD='secret-admin $1 "비밀"'\r
AIRFLOW__CORE__FERNET_KEY=81HqDtbqAywKSOumSha3BhWNOdQ26slT6K0YaZeZyPs=\r
AIRFLOW_META_POSTGRES_HOST=db.acme.example\r
AIRFLOW_META_POSTGRES_USER=airflow\r
AIRFLOW_META_POSTGRES_PASSWORD=secret-meta\r
export PROD_ANALYTICS_GCP_PROJECT_ID=acme-data\r
PROD_GOOGLE_APPLICATION_CREDENTIALS=/opt/keys/bigquery.json\r
AIRFLOW_CONN_CRM="https://me:secret-crm@crm.acme.example"\r
AIRFLOW_CONN_SHOP='{"conn_type": "postgres", "host": "shop", "password": "secret-shop"}'\r
REGION="서울"\r
NUMBER=007\r
EMPTY=\r
GREETING="hello \${REGION}"\r
API_TOKEN=secret-token\r
`;
const secrets = /secret-|81HqDtbq|PRIVATE KEY/;

const importEnv = (...words: string[]): Promise<Ended> =>
    run("node", [resolve("commands/run.mjs"), "import-env", ...words], { env: environment, cwd: folder });
const written = () => (load(readFileSync(settings, "utf8")) as { config: Record<string, unknown> }).config;
const opened = async () =>
    JSON.parse(
        await output(pulumi, ["config", "--json", "--show-secrets", "--stack", "prod"], {
            env: environment,
            cwd: folder,
        }),
    ) as Record<string, { value: string; objectValue?: unknown; secret: boolean }>;

beforeAll(async () => {
    removeWhenThisEnds(`import-env-${process.pid}`, folder);
    const ready = await setUp({ purpose: "preview", gcp: true, standIns: "any stack" });
    for (const name of ["state", "bin"]) {
        mkdirSync(join(folder, name));
    }
    // A Pulumi that notes its command lines, and fails where the test wants it to.
    pulumi = join(folder, "bin", "pulumi");
    writeFileSync(
        pulumi,
        `#!/bin/sh\necho "$@" >> '${commandLines}'\ncase "$*" in *"$FAIL_AT"*) echo "error: as the test wants" >&2; exit 1;; esac\nexec '${ready.pulumi}' "$@"\n`,
    );
    chmodSync(pulumi, 0o755);
    // Without the mark of a CLI that was built here: the set-up would use that one instead.
    for (const program of readdirSync(dirname(ready.pulumi)).filter((each) => !["pulumi", BUILT].includes(each))) {
        symlinkSync(join(dirname(ready.pulumi), program), join(folder, "bin", program));
    }
    Object.assign(environment, ready.environment, {
        PATH: `${join(folder, "bin")}:${process.env.PATH}`,
        PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "of-the-test",
        PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
        FAIL_AT: "nothing",
    });
    for (const file of ["Pulumi.yaml", "Pulumi.prod.yaml"]) {
        copyFileSync(file, join(folder, file));
    }
    writeFileSync(join(folder, ".env.prod"), envFile);
    const { privateKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const key = {
        type: "service_account",
        project_id: "acme-data",
        private_key: privateKey,
        client_email: "dbt@acme-data.iam.gserviceaccount.com",
    };
    writeFileSync(join(folder, "bigquery.json"), JSON.stringify(key, null, 2));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command, and expects that it leaves settings and state as they were. */
async function changesNothing(words: string[], expected: { code: number; says: RegExp[] }): Promise<void> {
    const before = readFileSync(settings, "utf8");
    const ended = await importEnv(...words);
    expect(ended.code).toBe(expected.code);
    for (const words of expected.says) {
        expect(ended.output).toMatch(words);
    }
    expect(ended.output).not.toMatch(secrets);
    expect(readFileSync(settings, "utf8")).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith("Pulumi"))).toEqual([
        "Pulumi.prod.yaml",
        "Pulumi.yaml",
    ]);
}

describe("npm run import-env", () => {
    test("shows help, and refuses unknown options", async () => {
        const help = await run("npm", ["run", "--silent", "import-env", "--", "--help"]);
        expect(help).toMatchObject({ code: 0, output: expect.stringContaining("--dry-run") as string });
        await changesNothing([".env.prod", "--stack", "prod", "--force"], {
            code: 2,
            says: [/Unknown option '--force'/, /npm run import-env -- --stack <name> <env file>/],
        });
    });

    test("shows what becomes of each line with --dry-run, and writes nothing", async () => {
        await changesNothing([".env.prod", "--stack", "prod", "--dry-run"], {
            code: 0,
            says: [
                /AIRFLOW_APISERVER_PORT +apiserverPort +8090/,
                /AIRFLOW_CONN_CRM +connections\.crm +\*{8}/,
                /COMPOSE_PROJECT_NAME +not carried over/,
                /apiserverPort: 8083 → 8090/,
                /Nothing was written \(--dry-run\)/,
            ],
        });
        expect(existsSync(join(folder, "state", ".pulumi", "stacks"))).toBe(false);
    });

    test("creates no stack after a typing error in its name", async () => {
        await changesNothing([".env.prod", "--stack", "prdo", "--yes"], {
            code: 1,
            says: [/There is no stack prdo, and no Pulumi\.prdo\.yaml\. Known stacks: prod\. .* add --create/],
        });
        expect(existsSync(join(folder, "state", ".pulumi", "stacks"))).toBe(false);
    });

    test("replaces no different value without a terminal, nor if the answer is no", async () => {
        await changesNothing([".env.prod", "--stack", "prod"], {
            code: 1,
            says: [/apiserverPort: 8083 → 8090/, /no terminal to ask on\. To replace .*apiserverPort.*, add --yes/],
        });
        const command = `node ${resolve("commands/run.mjs")} import-env .env.prod --stack prod`;
        const before = readFileSync(settings, "utf8");
        const refused = await run("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
            env: environment,
            cwd: folder,
            input: "no\n",
        });
        expect(refused).toMatchObject({ code: 1, output: expect.stringContaining("Nothing was written.") as string });
        expect(readFileSync(settings, "utf8")).toBe(before);
    });

    test("refuses a file with bad values or a broken line before anything is written", async () => {
        writeFileSync(join(folder, ".env.bad"), envFile.replace("8090", "80900").replace("81HqDtbq", "x"));
        await changesNothing([".env.bad", "--stack", "prod", "--yes"], {
            code: 1,
            says: [
                /line 3, AIRFLOW_APISERVER_PORT: apiserverPort: 80900 is no port/,
                /line 5, AIRFLOW__CORE__FERNET_KEY: fernetKey: /,
            ],
        });
        writeFileSync(join(folder, ".env.bad"), envFile.replace(`비밀"'`, `비밀"`));
        await changesNothing([".env.bad", "--stack", "prod", "--yes"], {
            code: 1,
            says: [/\.env\.bad, line \d+: /, /Nothing was written/],
        });
    });

    test("leaves everything unchanged if it fails half-way, and removes the stack that it created", async () => {
        environment.FAIL_AT = `connections["shop"]`;
        await changesNothing([".env.prod", "--stack", "prod", "--yes"], {
            code: 1,
            says: [/connections\.shop could not be written; the settings are unchanged\. error: as the test wants/],
        });
        environment.FAIL_AT = "nothing";
        expect(JSON.parse(await output(pulumi, ["stack", "ls", "--json"], { env: environment, cwd: folder }))).toEqual(
            [],
        );
    });

    test("writes the settings, with every secret encrypted and none in a command line", async () => {
        const ended = await importEnv(".env.prod", "--stack", "prod", "--yes");
        expect(ended).toMatchObject({
            code: 0,
            output: expect.stringMatching(
                /settings written to Pulumi\.prod\.yaml[^]*npm start -- --stack prod/,
            ) as string,
        });
        expect(ended.output).not.toMatch(secrets);
        expect(readFileSync(commandLines, "utf8")).toMatch(/config set --secret .*adminPassword/);
        expect(readFileSync(commandLines, "utf8")).not.toMatch(secrets);

        const encrypted = { secure: expect.stringMatching(/^v1:/) as string };
        expect(readFileSync(settings, "utf8")).not.toMatch(secrets);
        expect(written()).toMatchObject({
            "airflow-dbt:containerSuffix": "dbt-simple-prod",
            "airflow-dbt:apiserverPort": "8090",
            "airflow-dbt:metaDatabaseManaged": "false",
            "airflow-dbt:fernetKey": encrypted,
            "airflow-dbt:bigqueryCredentials": encrypted,
            "airflow-dbt:connections": { crm: encrypted, shop: encrypted },
            "airflow-dbt:variables": {
                REGION: "서울",
                NUMBER: "007",
                EMPTY: "",
                GREETING: "hello 서울",
                API_TOKEN: encrypted,
            },
        });
        const all = await opened();
        expect(all["airflow-dbt:adminPassword"]).toEqual({ value: `secret-admin $1 "비밀"`, secret: true });
        expect(all["airflow-dbt:connections"].objectValue).toEqual({
            crm: "https://me:secret-crm@crm.acme.example",
            shop: "postgres://:secret-shop@shop",
        });
        expect(JSON.parse(all["airflow-dbt:bigqueryCredentials"].value)).toMatchObject({ project_id: "acme-data" });
    });

    test("has nothing to do the second time", async () => {
        await changesNothing([".env.prod", "--stack", "prod"], {
            code: 0,
            says: [/Nothing to do: Pulumi\.prod\.yaml has all of these settings/],
        });
    });

    test("asks only about values that differ at the next import", async () => {
        writeFileSync(join(folder, ".env.new"), envFile.replace("secret-crm", "secret-new").replace("서울", "부산"));
        await changesNothing([".env.new", "--stack", "prod"], {
            code: 1,
            says: [
                /connections\.crm: \*{8} → \*{8}\n {2}variables\.REGION: 서울 → 부산\n {2}variables\.GREETING: hello 서울 → hello 부산\n/,
            ],
        });
        expect((await importEnv(".env.new", "--stack", "prod", "--yes")).code).toBe(0);
        expect((await opened())["airflow-dbt:connections"].objectValue).toMatchObject({
            crm: "https://me:secret-new@crm.acme.example",
        });
    });

    test("writes settings that the program accepts", async () => {
        const preview = await run(
            pulumi,
            ["preview", "--stack", "prod", "--config-file", settings, "--non-interactive"],
            { env: environment },
        );
        expect(preview).toMatchObject({ code: 0, output: expect.stringContaining("airflow-scheduler") as string });
        expect(preview.output).not.toMatch(secrets);
    });
});
