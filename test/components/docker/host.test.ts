import { DockerHost } from "../../../components/docker/host";
import { dockerHost } from "../../support/fixtures";
import { only, registered, settled } from "../../../tools/mocked/registered";

describe("DockerHost", () => {
    test("makes three bridge networks, named by the suffix, on its own provider", async () => {
        const { resources, result } = await registered(() => dockerHost());
        for (const [resource, name] of [
            ["docker-network", "airflow-test"],
            ["docker-dbt-network", "dbt-test"],
            ["docker-web-network", "web-test"],
        ]) {
            const network = only(resources, "docker:index/network:Network", resource);
            expect(network.inputs).toMatchObject({ name, driver: "bridge" });
            expect(network.parent).toBe("docker");
            expect(network.deleteBeforeReplace).toBe(true);
        }
        expect(await settled(result.networks.airflow)).toEqual({ value: "airflow-test", secret: false });
        expect(await settled(result.networks.dbt)).toEqual({ value: "dbt-test", secret: false });
    });

    test("makes only some of them if it is told which", async () => {
        const { resources } = await registered(
            () => new DockerHost("far", { suffix: "test", bindAddress: "127.0.0.1", networks: ["dbt"] }),
        );
        const networks = resources.filter(({ type }) => type === "docker:index/network:Network");
        expect(networks.map(({ name, inputs }) => [name, inputs.name])).toEqual([["far-dbt-network", "dbt-test"]]);
    });

    test("names things by what they are, then the suffix, and says no word twice", async () => {
        const { result } = await registered(
            () => new DockerHost("docker", { suffix: "dbt-simple", bindAddress: "127.0.0.1" }),
        );
        expect(["dbt", "dbt-docs", "postgres-data"].map((what) => result.nameOf(what))).toEqual([
            "dbt-simple",
            "dbt-docs-dbt-simple",
            "postgres-data-dbt-simple",
        ]);
    });

    test.each([
        ["127.0.0.1", undefined, "127.0.0.1"],
        ["10.0.0.5", "ssh://me@elsewhere", "10.0.0.5"],
        ["0.0.0.0", undefined, "127.0.0.1"],
        ["0.0.0.0", "ssh://me@elsewhere:2222", "elsewhere"],
        ["::", "tcp://10.0.0.6:2376", "10.0.0.6"],
        ["0.0.0.0", "unix:///run/docker.sock", "127.0.0.1"],
    ])("bound to %s of %s, ports are found at %s", async (bindAddress, address, found) => {
        const { result } = await registered(() => new DockerHost("docker", { suffix: "test", address, bindAddress }));
        expect(result.reachedAt(bindAddress)).toBe(found);
    });

    test.each([
        [{}, "http://127.0.0.1:8082", "http://127.0.0.1:443"],
        [{ hostName: "airflow.example.com" }, "http://airflow.example.com:8082", "http://airflow.example.com:443"],
        [
            { tls: true, hostName: "airflow.example.com" },
            "https://airflow.example.com:8082",
            "https://airflow.example.com",
        ],
        [{ tls: true, hostName: "fd00::5" }, "https://[fd00::5]:8082", "https://[fd00::5]"],
    ])("with %j, browsers find web servers at %s", async (more, url, implied) => {
        const args = { suffix: "test", bindAddress: "127.0.0.1", ...more };
        const { result } = await registered(() => new DockerHost("docker", args));
        expect([result.urlOf(8082), result.urlOf(443)]).toEqual([url, implied]);
    });

    test("leaves a web server's port to the proxy where there is TLS", async () => {
        const port = { internal: 8080, external: 8082 };
        const { result } = await registered(() => dockerHost());
        expect(result.webPorts(port)).toEqual([port]);
        const args = { suffix: "test", bindAddress: "0.0.0.0", hostName: "a", tls: true };
        const { result: behindProxy } = await registered(() => new DockerHost("docker", args));
        expect(behindProxy.webPorts(port)).toEqual([]);
    });

    test("leaves the engine's address to the environment unless it is given", async () => {
        const unset = await registered(() => dockerHost());
        expect(only(unset.resources, "pulumi:providers:docker", "docker-provider").inputs).not.toHaveProperty("host");
        const given = await registered(() => dockerHost("ssh://me@elsewhere"));
        expect(only(given.resources, "pulumi:providers:docker", "docker-provider").inputs).toMatchObject({
            host: "ssh://me@elsewhere",
        });
    });
});
