import { resolve } from "node:path";
import { Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { Airflow, type AirflowArgs } from "../../../components/airflow/airflow";
import { airflowArgs } from "../../support/fixtures";
import { only, type Registered, registered } from "../../../tools/mocked/registered";

const build = (more: Partial<AirflowArgs> = {}) =>
    registered(() => new Airflow("airflow", { ...airflowArgs(), ...more }));

/** With dbt, whose volume is named `docs-of-dbt`. */
const buildWithDbt = (more: Partial<AirflowArgs>) =>
    registered(() => {
        const args = airflowArgs();
        const docs = new Volume("dbt-docs", { name: "docs-of-dbt" }, { provider: args.host.provider });
        return new Airflow("airflow", { ...args, dbt: { docs, docsUrl: "http://127.0.0.1:8085" }, ...more });
    });

const services = ["airflow-apiserver", "airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"];
const container = (resources: Registered[], name: string) => only(resources, "docker:index/container:Container", name);
const files = (resource: Registered) =>
    (resource.inputs.uploads as { file: string }[]).map((upload) => upload.file.replace("/run/secrets/", ""));

describe("Airflow", () => {
    test("starts no service and no connections job before the database is migrated", async () => {
        const { resources } = await build();
        for (const name of [...services, "init-airflow-dbt-ssh-connections"]) {
            expect(container(resources, name).dependencies).toContain("airflow-init-run");
        }
        expect(container(resources, "airflow-init").dependencies).not.toContain("airflow-init-run");
    });

    test("starts the services side by side", async () => {
        const { resources } = await build();
        for (const name of services) {
            const others = services.filter((other) => other !== name);
            expect(container(resources, name).dependencies.filter((dependency) => others.includes(dependency))).toEqual(
                [],
            );
        }
    });

    test("runs Airflow's own commands, without a server for logs, which are in a volume that all share", async () => {
        const { resources } = await build();
        expect(services.map((name) => (container(resources, name).inputs.command as string[]).join(" "))).toEqual([
            "airflow api-server",
            "airflow scheduler --skip-serve-logs",
            "airflow dag-processor",
            "airflow triggerer --skip-serve-logs",
        ]);
    });

    test("gives each container only the secrets that it reads", async () => {
        const { resources } = await build();
        expect(files(container(resources, "airflow-init"))).toEqual(["admin_password", "sql_alchemy_conn"]);
        expect(files(container(resources, "init-airflow-dbt-ssh-connections"))).toEqual([
            "connections.json",
            "fernet_key",
            "sql_alchemy_conn",
        ]);
        for (const name of services) {
            expect(files(container(resources, name))).not.toContain("admin_password");
        }
        for (const name of services.filter((each) => each !== "airflow-apiserver")) {
            expect(files(container(resources, name))).not.toContain("api_secret_key");
        }
    });

    test("gives secret variables as a file to what reads DAGs, and makes none if there are none", async () => {
        const { resources } = await build({ airflowCli: true });
        const holders = resources.filter(
            (each) => each.type === "docker:index/container:Container" && files(each).includes("variables.env"),
        );
        expect(holders.map(({ name }) => name).sort()).toEqual([
            "airflow-cli",
            "airflow-dag-processor",
            "airflow-scheduler",
            "airflow-triggerer",
        ]);
        const uploads = holders[0].inputs.uploads as { file: string; content: string }[];
        expect(uploads.find(({ file }) => file.endsWith("variables.env"))?.content).toBe("TOKEN=of-the-user\n");
        const without = await build({ variables: { plain: {}, secret: {} } });
        expect(files(container(without.resources, "airflow-scheduler"))).not.toContain("variables.env");
    });

    describe("gives options of Airflow to all of its programs and jobs, and the jobs and the API server nothing else", () => {
        const variables = { TOKEN: "of-the-user", AIRFLOW__API__INSTANCE_NAME: "mine", OTEL_SERVICE_NAME: "mine" };
        const without = ["airflow-init", "init-airflow-dbt-ssh-connections", "airflow-maintenance"];
        const readers = services.filter((name) => name !== "airflow-apiserver");

        test("in their environment", async () => {
            const { resources } = await build({ variables: { plain: variables, secret: {} } });
            for (const name of [...services, ...without]) {
                expect(container(resources, name).inputs.envs).toEqual(
                    expect.arrayContaining(["AIRFLOW__API__INSTANCE_NAME=mine", "OTEL_SERVICE_NAME=mine"]),
                );
            }
            for (const name of without) {
                expect(container(resources, name).inputs.envs).not.toContain("TOKEN=of-the-user");
            }
        });

        test("as a file, if they are secret", async () => {
            const { resources } = await build({ variables: { plain: {}, secret: variables } });
            const content = (name: string) =>
                (container(resources, name).inputs.uploads as { file: string; content: string }[]).find(({ file }) =>
                    file.endsWith("variables.env"),
                )?.content;
            const options = "AIRFLOW__API__INSTANCE_NAME=mine\nOTEL_SERVICE_NAME=mine\n";
            for (const name of ["airflow-apiserver", ...without]) {
                expect(content(name)).toBe(options);
            }
            for (const name of readers) {
                expect(content(name)).toBe(`${options}TOKEN=of-the-user\n`);
            }
        });

        test("with the user's own folders, in which an option may name a class", async () => {
            const { resources } = await build({ variables: { plain: variables, secret: {} } });
            const mounts = (all: Registered[]) => JSON.stringify(container(all, "airflow-init").inputs.volumes);
            expect(mounts(resources)).toContain("/opt/airflow/plugins");
            expect(mounts((await build()).resources)).not.toContain("/opt/airflow/plugins");
        });
    });

    test("gives the warehouse's files to what runs tasks or triggers, and to nothing else", async () => {
        const { resources } = await build({ airflowCli: true });
        const holders = resources.filter(
            (each) => each.type === "docker:index/container:Container" && files(each).includes("warehouse_key"),
        );
        expect(holders.map(({ name }) => name).sort()).toEqual([
            "airflow-cli",
            "airflow-scheduler",
            "airflow-triggerer",
        ]);
    });

    test("gives the authority's certificate to whatever reaches the database", async () => {
        const tls = { sslMode: "verify-full" as const, caCertificate: "PEM" };
        const { resources } = await build({
            metadata: {
                host: "db",
                port: 5432,
                user: "airflow",
                password: "of-the-database",
                database: "airflow",
                tls,
            },
        });
        for (const name of [...services, "airflow-init", "init-airflow-dbt-ssh-connections"]) {
            expect(files(container(resources, name))).toEqual(
                expect.arrayContaining(["meta_database_ca.pem", "sql_alchemy_conn"]),
            );
        }
    });

    test("rotates the Fernet key in the first job, which is given it through its input alone", async () => {
        const { resources } = await build();
        expect(container(resources, "airflow-init").inputs).toMatchObject({
            stdinOpen: true,
            volumes: [{ containerPath: "/var/lib/airflow-backups" }],
        });
        const run = only(resources, "pulumi-nodejs:dynamic/docker:JobRun", "airflow-init-run");
        expect(run.inputs.handover).toEqual({ secret: "fernet" });
        const others = resources.filter(({ type, name }) => type.endsWith(":JobRun") && name !== "airflow-init-run");
        expect(others.map(({ inputs }) => inputs.handover)).toEqual([undefined]);
    });

    test("lets the first job stop every service: the scheduler first, as its tasks need the API server until they end", async () => {
        const { resources } = await build();
        const run = only(resources, "pulumi-nodejs:dynamic/docker:JobRun", "airflow-init-run");
        expect(run.inputs.services).toEqual({
            draining: ["airflow-scheduler-test"],
            drainSeconds: 600,
            others: [
                "airflow-apiserver-test",
                "airflow-dag-processor-test",
                "airflow-triggerer-test",
                "airflow-cli-test",
                "airflow-maintenance-test",
            ],
            workless: ["airflow-apiserver-test", "airflow-dag-processor-test", "airflow-triggerer-test"],
        });
    });

    test("has no secret in an environment variable", async () => {
        const { resources } = await build();
        for (const resource of resources.filter((each) => each.type === "docker:index/container:Container")) {
            expect(resource.inputs.envs as string[]).not.toEqual(
                expect.arrayContaining([expect.stringMatching(/fernet|jwt|postgresql:|admin$|of-the-/)]),
            );
            expect(resource.secretInputs).toEqual(["uploads"]);
        }
    });

    test("tells the services the time zone and the user's variables, and the jobs neither", async () => {
        const { resources } = await build();
        for (const name of services) {
            expect(container(resources, name).inputs.envs).toEqual(
                expect.arrayContaining(["AIRFLOW__CORE__DEFAULT_TIMEZONE=Asia/Seoul", "GREETING=hello"]),
            );
        }
        // Or a new time zone would migrate the database once more.
        expect(container(resources, "airflow-init").inputs.envs).toEqual(["AIRFLOW_ADMIN_USER=airflow"]);
        expect(container(resources, "init-airflow-dbt-ssh-connections").inputs.envs).toEqual([]);
    });

    test("gives the bucket for task logs and its key to what writes or shows them, and to nothing else", async () => {
        const remoteLogs = { folder: "gs://my-logs/airflow", key: pulumi.secret("of-the-logs") };
        const { resources } = await build({ airflowCli: true, remoteLogs });
        const holders = resources
            .filter(({ type }) => type === "docker:index/container:Container")
            .filter((each) => (each.inputs.envs as string[]).join().includes("REMOTE_LOGGING"));
        expect(holders.map(({ name }) => name).sort()).toEqual([
            "airflow-apiserver",
            "airflow-scheduler",
            "airflow-triggerer",
        ]);
        for (const holder of holders) {
            expect(holder.inputs.envs).toEqual(
                expect.arrayContaining([
                    "AIRFLOW__LOGGING__REMOTE_LOGGING=True",
                    "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER=gs://my-logs/airflow",
                    "AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS=airflow_dbt_image.remote_logs.LOGGING_CONFIG",
                    "AIRFLOW__LOGGING__GOOGLE_KEY_PATH=/run/secrets/remote_logs_key.json",
                ]),
            );
            expect(holder.inputs.uploads).toContainEqual(
                expect.objectContaining({ file: "/run/secrets/remote_logs_key.json", content: "of-the-logs" }),
            );
        }
        const withKey = resources.filter((each) => JSON.stringify(each.inputs).includes("of-the-logs"));
        expect(withKey.map(({ name }) => name).sort()).toEqual(holders.map(({ name }) => name).sort());
    });

    test("lets Google's libraries find the credentials if the bucket comes without a key", async () => {
        const { resources } = await build({ remoteLogs: { folder: "gs://my-logs/airflow", key: undefined } });
        const { inputs } = container(resources, "airflow-scheduler");
        expect(inputs.envs).toContain("AIRFLOW__LOGGING__REMOTE_LOGGING=True");
        expect(JSON.stringify(inputs)).not.toMatch(/GOOGLE_KEY_PATH|remote_logs_key/);
        const without = await build();
        expect(JSON.stringify(container(without.resources, "airflow-scheduler").inputs)).not.toContain("REMOTE_LOG");
    });

    test("gives the settings for single sign-on to the API server, and to nothing else", async () => {
        const singleSignOn = { settings: pulumi.secret("of-single-sign-on"), caCertificate: "of-the-authority" };
        const { resources } = await build({ airflowCli: true, singleSignOn });
        const { name, inputs } = only(
            resources.filter((each) => JSON.stringify(each.inputs).includes("of-single-sign-on")),
            "docker:index/container:Container",
            "airflow-apiserver",
        );
        expect(name).toBe("airflow-apiserver");
        expect(inputs.uploads).toEqual(
            expect.arrayContaining([
                expect.objectContaining({ file: "/run/secrets/single_sign_on.json", content: "of-single-sign-on" }),
                expect.objectContaining({ file: "/run/secrets/single_sign_on_ca.pem", content: "of-the-authority" }),
            ]),
        );
        expect(inputs.envs).toContain("AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES=720");
    });

    test("lets a variable of the user's set how long a login lasts", async () => {
        const singleSignOn = { settings: pulumi.secret("{}"), caCertificate: undefined };
        const variables = { plain: { AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES: 60 }, secret: {} };
        const { resources } = await build({ singleSignOn, variables });
        const { inputs } = container(resources, "airflow-apiserver");
        expect(inputs.envs).toContain("AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES=60");
        expect(JSON.stringify(inputs)).not.toMatch(/LIFETIME_MINUTES=720|single_sign_on_ca/);
    });

    test("publishes the API server's port and no other", async () => {
        const { resources } = await build();
        expect(container(resources, "airflow-apiserver").inputs.ports).toMatchObject([
            { internal: 8080, external: 8082 },
        ]);
        for (const name of services.filter((each) => each !== "airflow-apiserver")) {
            expect(container(resources, name).inputs).not.toHaveProperty("ports");
        }
    });

    test("runs the container for commands only when asked for", async () => {
        const without = await build();
        expect(without.resources.map((resource) => resource.name)).not.toContain("airflow-cli");
        const asked = await build({ airflowCli: true });
        expect(container(asked.resources, "airflow-cli").inputs).toMatchObject({ name: "airflow-cli-test" });
    });

    test("mounts the DAGs and plugins read-only, or bakes them into the image where the host cannot see them", async () => {
        const mounted = await build();
        expect(container(mounted.resources, "airflow-scheduler").inputs.volumes).toEqual(
            expect.arrayContaining(
                ["dags", "plugins"].map((folder) => ({
                    containerPath: `/opt/airflow/${folder}`,
                    hostPath: resolve("airflow", folder),
                    readOnly: true,
                })),
            ),
        );
        expect(only(mounted.resources, "docker:index/remoteImage:RemoteImage", "airflow").inputs.build).toMatchObject({
            target: "runtime",
        });
        const baked = await build({ code: "baked" });
        expect(JSON.stringify(container(baked.resources, "airflow-scheduler").inputs.volumes)).not.toContain(
            "hostPath",
        );
        expect(only(baked.resources, "docker:index/remoteImage:RemoteImage", "airflow").inputs.build).toMatchObject({
            target: "baked",
        });
    });

    test("gives dbt's graph to what parses DAGs or runs their tasks or triggers, which may only read, and to nothing else", async () => {
        const { resources } = await buildWithDbt({ airflowCli: true });
        const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
        const readers = containers.filter(({ inputs }) => JSON.stringify(inputs).includes("docs-of-dbt"));
        expect(readers.map(({ name }) => name).sort()).toEqual([
            "airflow-cli",
            "airflow-dag-processor",
            "airflow-scheduler",
            "airflow-triggerer",
        ]);
        for (const { inputs } of readers) {
            const mount = { containerPath: "/var/lib/dbt-docs", volumeName: "docs-of-dbt", readOnly: true };
            expect(inputs.volumes).toContainEqual(mount);
        }
    });

    test("tells the API server alone where dbt's docs are, and lets a variable of the user's win", async () => {
        const urls = async (plain: Record<string, string>) => {
            const { resources } = await buildWithDbt({ variables: { plain, secret: {} } });
            return resources
                .filter(({ type }) => type === "docker:index/container:Container")
                .flatMap(({ name, inputs }) => {
                    const url = (inputs.envs as string[]).find((each) => each.startsWith("DBT_DOCS_URL="));
                    return url ? [`${name} ${url}`] : [];
                });
        };
        expect(await urls({})).toEqual(["airflow-apiserver DBT_DOCS_URL=http://127.0.0.1:8085"]);
        const ofUser = await urls({ DBT_DOCS_URL: "https://docs.example.com" });
        expect(ofUser).toContain("airflow-apiserver DBT_DOCS_URL=https://docs.example.com");
    });

    describe("with DAGs from git", () => {
        const git = { url: "git@github.com:me/dags.git", ref: "main", refreshSeconds: 30 };
        const dags = { ...git, ssh: { knownHosts: "github.com …", deployKey: "of-the-repository" } };
        const held = ["dags_deploy_key", "dags_known_hosts"];
        const target = (resources: Registered[]) =>
            (only(resources, "docker:index/remoteImage:RemoteImage", "airflow").inputs.build as { target: string })
                .target;

        test("mounts plugins alone, and builds an image with git", async () => {
            const { resources } = await build({ dags });
            const mounts = JSON.stringify(container(resources, "airflow-scheduler").inputs.volumes);
            expect(mounts).toContain(resolve("airflow", "plugins"));
            expect(mounts).not.toContain(resolve("airflow", "dags"));
            expect(target(resources)).toBe("git");
            expect(target((await build({ dags, code: "baked" })).resources)).toBe("git-baked");
        });

        test("gives the key and the copies to what reads DAGs, and to nothing else", async () => {
            const { resources } = await build({ dags, airflowCli: true });
            const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
            const readers = ["airflow-cli", "airflow-dag-processor", "airflow-scheduler"];
            const holders = containers.filter((each) => files(each).some((file) => held.includes(file)));
            expect(holders.map(({ name }) => name).sort()).toEqual([...readers, "airflow-git-check"].sort());
            const sharers = containers.filter(({ inputs }) => JSON.stringify(inputs).includes("airflow-dags-test"));
            expect(sharers.map(({ name }) => name).sort()).toEqual(readers);
            expect(JSON.stringify(containers.map(({ inputs }) => inputs.envs))).not.toContain("of-the-repository");
        });

        test("asks the server by its known keys alone, and needs neither of them over HTTPS", async () => {
            const connection = (resources: Registered[]) =>
                (container(resources, "airflow-dag-processor").inputs.envs as string[])
                    .find((each) => each.startsWith("AIRFLOW_CONN_DAGS_GIT="))
                    ?.replace(/^\w+=/, "") ?? "";
            expect(JSON.parse(connection((await build({ dags })).resources))).toMatchObject({
                extra: { strict_host_key_checking: "yes", known_hosts_file: "/run/secrets/dags_known_hosts" },
            });
            const { resources } = await build({ dags: git });
            expect(JSON.parse(connection(resources))).toEqual({ conn_type: "git" });
            expect(files(container(resources, "airflow-dag-processor"))).not.toEqual(expect.arrayContaining(held));
        });

        test("takes a private authority for the certificate of this address alone", async () => {
            const url = "https://git.example.com/dags.git";
            const { resources } = await build({ dags: { ...git, url, caCertificate: "of the authority" } });
            for (const name of ["airflow-git-check", "airflow-dag-processor", "airflow-scheduler"]) {
                expect(container(resources, name).inputs.uploads).toEqual(
                    expect.arrayContaining([
                        expect.objectContaining({ file: "/run/secrets/dags_ca.pem", content: "of the authority" }),
                        expect.objectContaining({
                            file: "/run/secrets/dags_gitconfig",
                            content: `[http "${url}"]\n    sslCAInfo = /run/secrets/dags_ca.pem\n`,
                        }),
                    ]),
                );
            }
        });

        test("reads the repository once before it replaces any program", async () => {
            const { resources } = await build({ dags });
            for (const name of services) {
                expect(container(resources, name).dependencies).toContain("airflow-git-check-run");
            }
        });

        test("reads it without the database's login", async () => {
            const { resources } = await build({ dags });
            const uploads = JSON.stringify(container(resources, "airflow-git-check").inputs.uploads);
            expect(uploads).toContain("nobody@127.0.0.1:1/none");
            expect(uploads).not.toContain("of-the-database");
        });

        test("lets the DAG processor alone remove the copies of old commits", async () => {
            const { resources } = await build({ dags });
            const never = "AIRFLOW__DAG_PROCESSOR__STALE_BUNDLE_CLEANUP_INTERVAL=0";
            expect(container(resources, "airflow-scheduler").inputs.envs).toContain(never);
            expect(container(resources, "airflow-dag-processor").inputs.envs).not.toContain(never);
        });
    });

    test("lets the user's connections win", async () => {
        const { resources } = await build({ connections: { dbt_ssh: "ssh://elsewhere", mine: "http://mine" } });
        const uploads = container(resources, "init-airflow-dbt-ssh-connections").inputs.uploads as {
            file: string;
            content: string;
        }[];
        const connections = uploads.find((upload) => upload.file.endsWith("connections.json"));
        expect(JSON.parse(connections?.content ?? "")).toEqual({ dbt_ssh: "ssh://elsewhere", mine: "http://mine" });
    });

    test("hands pools to the job that writes the connections", async () => {
        const { resources } = await build({ pools: { crm: { slots: 4 } } });
        const { uploads } = container(resources, "init-airflow-dbt-ssh-connections").inputs;
        expect(uploads).toContainEqual(
            expect.objectContaining({ file: "/run/secrets/pools.json", content: '{"crm":{"slots":4}}' }),
        );
    });
});
