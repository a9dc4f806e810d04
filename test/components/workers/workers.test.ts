import { program } from "../../../tools/mocked/program";
import { only, type Registered } from "../../../tools/mocked/registered";

// Ports of the machine that runs the tests are not the program's concern here.
jest.mock("../../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../../../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

const remote = { name: "big", docker: "ssh://airflow@big.example.com", queues: ["heavy"], dbt: true };
const secrets = { adminPassword: "of the admin user" };
const withRemote = {
    warehouse: "bigquery",
    bigqueryProject: "my-project",
    bigqueryCredentials: "none",
    bindAddress: "0.0.0.0",
    workers: [{ name: "small" }, remote],
    tls: "own-ca",
    code: "baked",
    hostName: "airflow.example.com",
};

const container = (resources: Registered[], name: string) => only(resources, "docker:index/container:Container", name);
const files = (resource: Registered) =>
    (resource.inputs.uploads as { file: string }[]).map(({ file }) => file.replace("/run/secrets/", ""));
const content = (resource: Registered, name: string) =>
    (resource.inputs.uploads as { file: string; content: string }[]).find(({ file }) => file.endsWith(name))?.content;
const networks = ({ inputs }: Registered) => (inputs.networksAdvanced as { name: string }[]).map(({ name }) => name);

describe("without workers", () => {
    test("a stack has nothing of them", async () => {
        const { resources } = await program("local");
        expect(resources.filter(({ type, name }) => /worker/i.test(type + name))).toEqual([]);
        expect(JSON.stringify(container(resources, "airflow-scheduler").inputs.envs)).not.toContain("EXECUTOR");
    });
});

describe("a worker on the stack's machine", () => {
    let resources: Registered[];
    let worker: Registered;

    beforeAll(async () => {
        ({ resources } = await program("local", { settings: { workers: [{ name: "small", concurrency: 3 }] } }));
        worker = container(resources, "airflow-worker-small");
    });

    test("holds what tasks read and its own key, and neither the database nor the keys of others", () => {
        expect(files(worker)).toEqual(["jwt_secret", "variables.env"]);
        expect(content(worker, "jwt_secret")).toBe("generated-worker-secrets");
        expect(worker.secretInputs).toEqual(["uploads"]);
    });

    test("reaches the API server and dbt, and no network with Airflow's database alone", () => {
        expect(networks(worker)).toEqual(["dbt-dbt-simple", "web-dbt-simple"]);
        expect(networks(container(resources, "airflow-apiserver"))).toContain("web-dbt-simple");
        expect(worker.inputs.envs).toEqual(
            expect.arrayContaining([
                "AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://airflow-apiserver:8080/execution/",
                "AIRFLOW__EDGE__API_URL=http://airflow-apiserver:8080/edge_worker/v1/rpcapi",
            ]),
        );
    });

    test("reads the graph of the stack's dbt", () => {
        const docs = { containerPath: "/var/lib/dbt-docs", volumeName: "dbt-docs-dbt-simple", readOnly: true };
        expect(worker.inputs.volumes).toContainEqual(docs);
    });

    test("finishes its tasks when it is stopped", () => {
        expect(worker.inputs).toMatchObject({ stopSignal: "SIGINT", destroyGraceSeconds: 630 });
        expect(worker.inputs.envs).toContain("AIRFLOW__EDGE__DRAIN_TIMEOUT_SEC=600");
        const run = only(resources, "pulumi-nodejs:dynamic/docker:JobRun", "airflow-init-run");
        expect(run.inputs.services).toMatchObject({
            draining: ["airflow-scheduler-dbt-simple", "airflow-worker-small-dbt-simple"],
        });
    });

    test("asks again for longer than the API server may be away, and often enough to be heard of in time", () => {
        expect(worker.inputs.envs).toEqual(
            expect.arrayContaining([
                "AIRFLOW__EDGE__API_RETRIES=1000",
                "AIRFLOW__EDGE__API_RETRY_WAIT_MAX=5",
                "AIRFLOW__EDGE__HEARTBEAT_INTERVAL=5",
                "AIRFLOW__WORKERS__EXECUTION_API_RETRIES=30",
            ]),
        );
    });

    test("is not told to wait for ever by a drain of 0 seconds", async () => {
        const given = await program("local", { settings: { workers: [{ name: "small" }], drainSeconds: 0 } });
        expect(container(given.resources, "airflow-worker-small").inputs.envs).toContain(
            "AIRFLOW__EDGE__DRAIN_TIMEOUT_SEC=1",
        );
    });

    test("is told its name, its slots and its queues", () => {
        expect(worker.inputs.command).toEqual(["airflow-edge-worker", "--name", "small", "--concurrency", "3"]);
        expect(worker.inputs.healthcheck).toMatchObject({ tests: ["CMD", "healthy", "edge-worker"] });
    });

    test("starts after the API server, and tasks go on after it", () => {
        expect(worker.dependencies).toContain("airflow-apiserver");
        const resume = only(resources, "pulumi-nodejs:dynamic/airflow:Resume", "task-resume");
        expect(resume.dependencies).toContain("airflow-worker-small");
    });

    test("leaves the key that signs tokens to the API server and the scheduler", () => {
        const holders = resources.filter(
            (each) => each.type === "docker:index/container:Container" && files(each).includes("jwt_private_key.pem"),
        );
        expect(holders.map(({ name }) => name).sort()).toEqual(["airflow-apiserver", "airflow-scheduler"]);
        expect(files(container(resources, "airflow-scheduler"))).not.toContain("jwt_secret");
        expect(content(container(resources, "airflow-apiserver"), "jwt_secret")).toBe("generated-worker-secrets");
        for (const { inputs } of holders) {
            expect(inputs.envs).toContain("AIRFLOW__API_AUTH__JWT_PRIVATE_KEY_PATH=/run/secrets/jwt_private_key.pem");
        }
        expect(JSON.stringify(worker.inputs.envs)).not.toContain("JWT_PRIVATE_KEY");
    });
});

describe("a worker on another machine", () => {
    let resources: Registered[];

    beforeAll(async () => {
        ({ resources } = await program("local", { settings: withRemote, secrets }));
    });

    const machine = "workers-ssh-airflow-big.example.com";

    test("has an engine, a network and images of its own there", () => {
        const provider = only(resources, "pulumi:providers:docker", `${machine}-docker-provider`);
        expect(provider.inputs.host).toBe(remote.docker);
        const there = resources
            .filter(({ type, waitsFor }) => type.startsWith("docker:") && waitsFor.includes(provider.urn))
            .map(({ name }) => name);
        expect(there.sort()).toEqual(
            [
                "airflow-worker-big",
                `${machine}-airflow`,
                `${machine}-dbt`,
                `${machine}-dbt`,
                `${machine}-dbt-data`,
                `${machine}-dbt-docs`,
                `${machine}-docker-dbt-network`,
            ].sort(),
        );
    });

    test("takes its images from the registry, if there is one", async () => {
        const settings = { ...withRemote, imageRegistry: "registry.example.com/team" };
        const given = await program("local", { settings, secrets });
        const image = only(given.resources, "docker:index/remoteImage:RemoteImage", `${machine}-airflow`);
        expect(image.inputs.name).toMatch(/^registry\.example\.com\/team\/.*@sha256:/);
        expect(image.inputs).not.toHaveProperty("build");
        const built = only(resources, "docker:index/remoteImage:RemoteImage", `${machine}-airflow`);
        expect(built.inputs).toHaveProperty("build");
    });

    test("reaches the API server by its public address, and trusts the stack's authority", () => {
        const worker = container(resources, "airflow-worker-big");
        expect(networks(worker)).toEqual(["dbt-dbt-simple"]);
        expect(files(worker)).toEqual(["edge_authority", "jwt_secret"]);
        expect(worker.inputs.envs).toContain(
            "AIRFLOW__EDGE__API_URL=https://airflow.example.com:8082/edge_worker/v1/rpcapi",
        );
        expect(worker.inputs.command).toEqual(expect.arrayContaining(["--queues", "heavy"]));
        expect(worker.dependencies).toContain("proxy");
    });

    test("finds dbt there under the name by which DAGs know it", () => {
        const dbt = container(resources, `${machine}-dbt`);
        expect(dbt.inputs).toMatchObject({ name: "dbt-simple", hostname: "dbt" });
        expect(dbt.inputs.networksAdvanced).toEqual([{ name: "dbt-dbt-simple", aliases: ["dbt"] }]);
    });

    test("reads the graph of the dbt there, and none without a dbt", async () => {
        const volumes = (all: Registered[]) => container(all, "airflow-worker-big").inputs.volumes;
        const docs = {
            containerPath: "/var/lib/dbt-docs",
            volumeName: only(resources, "docker:index/volume:Volume", `${machine}-dbt-docs`).inputs.name,
            readOnly: true,
        };
        expect(volumes(resources)).toEqual([docs]);
        const workers = [{ ...remote, dbt: false }];
        const without = await program("local", { settings: { ...withRemote, workers }, secrets });
        expect(volumes(without.resources)).toEqual([]);
    });

    test("the proxy lets it through to the APIs of tasks and workers, which are closed without it", async () => {
        const caddyfileOf = (all: Registered[]) => content(container(all, "proxy"), "Caddyfile");
        expect(caddyfileOf(resources)).not.toContain("/execution/");
        const local = await program("local", { settings: { ...withRemote, workers: [{ name: "small" }] }, secrets });
        expect(caddyfileOf(local.resources)).toContain("respond /execution/* 404");
        expect(caddyfileOf(local.resources)).toContain("respond /edge_worker/v1/* 404");
    });
});
