import { type Limits } from "../../../components/docker/host";
import { Service, type ServiceArgs } from "../../../components/docker/service";
import { dockerHost, image } from "../../support/fixtures";
import { only, registered } from "../../../tools/mocked/registered";

async function container(args: Partial<ServiceArgs> = {}, limits: Record<string, Limits> = {}) {
    const { resources } = await registered(() => {
        const host = dockerHost(undefined, limits);
        return new Service("web", { host, image: image(host), healthCheck: ["healthy", "web"], ...args });
    });
    return only(resources, "docker:index/container:Container", "web");
}

describe("Service", () => {
    test("must be running and healthy, and starts again by itself", async () => {
        const { inputs } = await container();
        expect(inputs).toMatchObject({ restart: "unless-stopped", mustRun: true, wait: true, waitTimeout: 180 });
        expect(inputs.healthcheck).toMatchObject({ tests: ["CMD", "healthy", "web"], interval: "2s" });
    });

    test("carries the conventions: name, labels, network, hardening, limited logs", async () => {
        const { inputs, dependencies } = await container();
        expect(inputs).toMatchObject({
            name: "web-test",
            image: "sha256:postgres",
            init: true,
            capabilities: { drops: ["ALL"] },
            securityOpts: ["no-new-privileges:true"],
            ulimits: [{ name: "nproc", soft: 4096, hard: 4096 }],
            logDriver: "json-file",
            logOpts: { "max-size": "10m", "max-file": "3" },
            networksAdvanced: [{ name: "airflow-test", aliases: ["web"] }],
            labels: [
                { label: "airflow-dbt.stack", value: "local" },
                { label: "airflow-dbt.role", value: "web" },
                { label: "airflow-dbt.kind", value: "service" },
            ],
        });
        expect(inputs).not.toHaveProperty("privileged");
        // Docker removes the network only after its containers.
        expect(dependencies).toEqual(expect.arrayContaining(["docker-network", "postgres"]));
    });

    test("may use some memory and all processors, without swap, unless the host's limits say otherwise", async () => {
        expect((await container()).inputs).toMatchObject({ memory: 1024, memorySwap: 1024 });
        expect((await container()).inputs).not.toHaveProperty("cpus");
        expect((await container({ processes: 2048 })).inputs.ulimits).toEqual([
            { name: "nproc", soft: 2048, hard: 2048 },
        ]);
        expect((await container()).inputs.cpuShares).toBe(1024);
        expect((await container({ cpuShares: 64 })).inputs.cpuShares).toBe(64);
        expect((await container({ memory: 256 })).inputs).toMatchObject({ memory: 256, memorySwap: 256 });
        const limited = await container({ memory: 256 }, { web: { memory: 512, cpus: 1.5 } });
        expect(limited.inputs).toMatchObject({ memory: 512, memorySwap: 512, cpus: "1.5" });
        expect((await container({}, { web: { memory: 0 } })).inputs).not.toHaveProperty("memory");
    });

    test("is on Airflow's network, or on others, by the same host name", async () => {
        const { inputs } = await container({ networks: ["airflow", "dbt"] });
        expect(inputs.networksAdvanced).toEqual([
            { name: "airflow-test", aliases: ["web"] },
            { name: "dbt-test", aliases: ["web"] },
        ]);
    });

    test("has the name and the limits of its role, where that is not its component's name", async () => {
        const { inputs } = await container({ role: "dbt" }, { dbt: { memory: 512 } });
        expect(inputs).toMatchObject({
            name: "dbt-test",
            hostname: "dbt",
            memory: 512,
            networksAdvanced: [{ name: "airflow-test", aliases: ["dbt"] }],
        });
        expect(inputs.labels).toContainEqual({ label: "airflow-dbt.role", value: "dbt" });
    });

    test("puts its ports on the bind address only, unless another one is given", async () => {
        const { inputs } = await container({
            ports: [
                { internal: 80, external: 8080 },
                { internal: 81, external: 8081, ip: "10.0.0.5" },
            ],
        });
        expect(inputs.ports).toEqual([
            { internal: 80, external: 8080, ip: "127.0.0.1", protocol: "tcp" },
            { internal: 81, external: 8081, ip: "10.0.0.5", protocol: "tcp" },
        ]);
    });

    test("treats files as secret, readable to root and its group only", async () => {
        const { inputs, secretInputs } = await container({
            files: { "/run/secrets/b": "two", "/run/secrets/a": "one" },
            environment: { A: "b" },
        });
        expect(inputs.uploads).toEqual([
            { file: "/run/secrets/a", content: "one", permissions: "0440" },
            { file: "/run/secrets/b", content: "two", permissions: "0440" },
        ]);
        expect(secretInputs).toEqual(["uploads"]);
        expect(inputs.envs).toEqual(["A=b"]);
    });

    test("mounts folders of the host read-only, and volumes as asked", async () => {
        const { inputs } = await container({
            folders: { "/dags": "/host/dags" },
            volumes: { "/logs": { name: "logs" }, "/docs": { name: "docs", readOnly: true } },
        });
        expect(inputs.volumes).toEqual([
            { containerPath: "/dags", hostPath: "/host/dags", readOnly: true },
            { containerPath: "/docs", volumeName: "docs", readOnly: true },
            { containerPath: "/logs", volumeName: "logs", readOnly: false },
        ]);
    });

    test("is removed before its successor is made, or name and port would clash", async () => {
        expect((await container()).deleteBeforeReplace).toBe(true);
    });
});
