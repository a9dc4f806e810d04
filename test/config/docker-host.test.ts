import { networkInterfaces } from "node:os";
import { errorOf, read } from "../support/stack-settings";

describe("dockerHost is refused", () => {
    test.each([
        ["ssh://-oProxyCommand=touch%20x", "its host begins with -"],
        ["ssh://me@-oProxyCommand=x", "its host begins with -"],
        ["ssh://-oProxyCommand=x@host", "its user begins with -"],
        ["ssh://%2DoProxyCommand=x@host", "its user begins with -"],
        ["tcp://-x:2376", "its host begins with -"],
        ["ssh://@host", "it has no user"],
        ["ssh:///var/run/docker.sock", "it has no host"],
        ["ssh://me@host -oProxyCommand=x", "it has blanks or control characters"],
        ["ssh://me@host\n", "it has blanks or control characters"],
        ["unix:///var/run/docker.sock\u0000", "it has blanks or control characters"],
    ])("%j", async (dockerHost, wrong) => {
        const message = await errorOf({ dockerHost, postgresBindAddress: "0.0.0.0" });
        expect(message).toContain("nothing was changed");
        expect(message).toContain(`dockerHost: ${wrong}: write for example ssh://user@host.`);
        expect(message).toContain("pulumi config set dockerHost <value>");
    });

    test.each([
        "ssh://host",
        "ssh://me@my-host.example.com:2222",
        "tcp://[::1]:2376",
        "unix:///run/user/1000/my docker.sock",
        "npipe:////./pipe/docker_engine",
    ])("unless it is none of that: %s", async (dockerHost) => {
        expect((await read({ dockerHost, postgresBindAddress: "0.0.0.0" })).docker.address).toBe(dockerHost);
    });
});

describe("bindAddress", () => {
    const foreign = "192.0.2.7";
    const open = { tls: "own-ca", hostName: "airflow.example.com" };
    const before = process.env.DOCKER_HOST;

    afterEach(() => {
        if (before === undefined) {
            delete process.env.DOCKER_HOST;
        } else {
            process.env.DOCKER_HOST = before;
        }
    });

    test.each([foreign, "2001:db8::7"])("is refused if this machine does not have it: %s", async (bindAddress) => {
        const message = await errorOf({ bindAddress });
        expect(message).toContain("nothing was changed");
        expect(message).toContain(`bindAddress: this machine does not have the address ${bindAddress}`);
        expect(message).toContain("pulumi config set bindAddress <value>");
    });

    test("may be any that this machine has, its loopback's and all", async () => {
        const addresses = Object.values(networkInterfaces()).flatMap(
            (each) => each?.map(({ address }) => address) ?? [],
        );
        // Link-local ones come and go with containers.
        const own = addresses.filter((address) => !address.startsWith("fe80"));
        for (const bindAddress of ["0.0.0.0", "::", "127.0.0.1", "127.1.2.3", ...own]) {
            expect((await read({ ...open, bindAddress })).docker.bindAddress).toBe(bindAddress);
        }
    });

    test("may be another machine's if the engine is, or may be", async () => {
        for (const dockerHost of ["ssh://me@elsewhere", "unix:///run/tunnel.sock"]) {
            await expect(
                read({ ...open, bindAddress: foreign, dockerHost, postgresBindAddress: foreign }),
            ).resolves.toBeDefined();
        }
        process.env.DOCKER_HOST = "tcp://elsewhere:2376";
        await expect(read({ ...open, bindAddress: foreign, postgresBindAddress: foreign })).resolves.toBeDefined();
    });

    test("may be another machine's in a preview, which may run elsewhere than the update", async () => {
        await expect(read({ ...open, bindAddress: foreign }, [], "local", true)).resolves.toBeDefined();
    });
});
