import { chartValues } from "../../../commands/helm-values/chart-values";
import { dbtManifests } from "../../../commands/helm-values/dbt-manifests";
import { deployedStack } from "../../../commands/helm-values/deployed-stack";
import { notes } from "../../../commands/helm-values/notes";
import { type KubernetesSecret, secrets } from "../../../commands/helm-values/secrets";
import { exported, secretOf } from "./exported";

const stack = deployedStack("prod", exported());
const registry = "registry.example.com/data";
const packages = { version: "3.3.2", executor: "LocalExecutor" } as const;
const image = { packages, options: { core: { parallelism: "8" } } };
const values = chartValues(stack, registry, image);
const dbt = dbtManifests(stack, registry);
const made = secrets(stack);
const dataOf = (name: string, all: KubernetesSecret[] = made) =>
    all.find(({ metadata }) => metadata.name === name)?.stringData;

describe("the Secrets", () => {
    test("have the keys under the names that the chart reads", () => {
        expect(dataOf("x-fernet-key")).toEqual({ "fernet-key": secretOf("airflow-scheduler", "fernet_key") });
        expect(dataOf("x-api-secret-key")).toEqual({
            "api-secret-key": secretOf("airflow-apiserver", "api_secret_key"),
        });
        expect(dataOf("x-jwt-secret")).toEqual({ "jwt-secret": secretOf("airflow-scheduler", "jwt_secret") });
    });

    test("have the login of the database for both kinds of connections", () => {
        const address = "airflow:metadata-password@db.example.com:5432/airflow";
        expect(dataOf("x-metadata")).toEqual({
            connection: `postgresql+psycopg2://${address}`,
            "connection-async": `postgresql+asyncpg://${address}`,
        });
        const encrypted = secrets(deployedStack("prod", exported({ query: "?sslmode=require" })));
        expect(dataOf("x-metadata", encrypted)?.["connection-async"]).toBe(
            `postgresql+psycopg://${address}?sslmode=require`,
        );
    });

    test("have for each program its own files, without what the chart hands over", () => {
        expect(Object.keys(dataOf("x-airflow-apiserver-files") ?? {})).toEqual(["single_sign_on.json"]);
        expect(Object.keys(dataOf("x-airflow-scheduler-files") ?? {})).toEqual([
            "variables.env",
            "bigquery_credentials.json",
        ]);
        expect(Object.keys(dataOf("x-dbt-files") ?? {})).toEqual(["authorized_keys", "dbt.env"]);
        expect(dataOf("x-airflow-init-files")).toBeUndefined();
    });
});

describe("the values and dbt's manifests", () => {
    const printed = JSON.stringify([values, dbt]);

    test("hold no secret", () => {
        const all = made.flatMap(({ stringData }) => Object.values(stringData));
        expect(all.length).toBeGreaterThan(10);
        expect(all.filter((secret) => printed.includes(secret))).toEqual([]);
        expect(printed).not.toContain("metadata-password");
        expect(printed).not.toContain("secret of");
    });

    test("name only Secrets that are there", () => {
        const named = [...printed.matchAll(/"(?:secretName|\w+SecretName|jwtSecretName)":"([^"]+)"/g)];
        expect(new Set(named.map(([, name]) => name))).toEqual(new Set(made.map(({ metadata }) => metadata.name)));
    });

    test("have the stack's images, variables and options, and no database of the chart's", () => {
        expect(values).toMatchObject({
            airflowVersion: "3.3.2",
            executor: "LocalExecutor",
            images: { airflow: { repository: "registry.example.com/data/airflow-x", tag: "1e1234567890" } },
            env: [
                { name: "AIRFLOW__CORE__DEFAULT_TIMEZONE", value: "Asia/Seoul" },
                { name: "QUERY", value: "a=b" },
            ],
            apiServer: { env: [{ name: "AIRFLOW__FAB__COOKIE_SECURE", value: "True" }] },
            config: { core: { parallelism: "8" } },
            postgresql: { enabled: false },
        });
    });

    test("mount each file where the image looks for it, and check the programs with what the image has", () => {
        expect(values).toMatchObject({
            dagProcessor: {
                extraVolumes: [{ name: "stack-files", secret: { secretName: "x-airflow-dag-processor-files" } }],
                extraVolumeMounts: [
                    { mountPath: "/run/secrets/variables.env", subPath: "variables.env" },
                    { mountPath: "/run/secrets/failure_notice", subPath: "failure_notice" },
                ],
                livenessProbe: { command: ["/usr/local/bin/probe", "dag-processor"] },
            },
        });
        expect(values).not.toHaveProperty("workers");
    });

    test("give pods of tasks what the scheduler has", () => {
        const kubernetes = { ...packages, executor: "KubernetesExecutor" } as const;
        expect(chartValues(stack, registry, { ...image, packages: kubernetes })).toMatchObject({
            executor: "KubernetesExecutor",
            workers: { extraVolumes: [{ secret: { secretName: "x-airflow-scheduler-files" } }] },
        });
    });

    test("make dbt reachable by the name that Airflow's connection has", () => {
        expect(dbt).toMatchObject([
            {
                kind: "Deployment",
                spec: { template: { spec: { containers: [{ name: "dbt" }, { name: "dbt-docs" }] } } },
            },
            { kind: "Service", metadata: { name: "dbt" }, spec: { ports: [{ port: 22 }, { port: 8080 }] } },
        ]);
        expect(printed).toContain('{"name":"WARM_DBT","value":"false"}');
    });
});

describe("the notes", () => {
    test("are comments, with the commands for this stack's images", () => {
        const text = notes(stack, registry, packages);
        expect(text.split("\n").filter((line) => !line.startsWith("#"))).toEqual([]);
        expect(text).toContain(
            "docker tag airflow-x:1e1234567890 registry.example.com/data/airflow-x:1e1234567890 && docker push",
        );
        expect(text).toContain("npm stop -- --stack prod");
        expect(text).not.toMatch(/embedded server|no DAGs|REGISTRY/);
    });

    test("say what keeps the values from working", () => {
        const local = deployedStack("prod", exported({ target: "runtime", others: ["postgres"] }));
        const text = notes(local, "REGISTRY", packages);
        expect(text).toContain("REGISTRY stands for your registry");
        expect(text).toContain("embedded server");
        expect(text).toContain("The images have no DAGs");
    });
});
