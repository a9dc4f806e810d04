import { errorOf, read } from "../support/stack-settings";

const known = { adminPassword: "airflow" };

test("ports on loopback need neither TLS nor a password of one's own", async () => {
    for (const bindAddress of ["127.0.0.1", "127.0.0.2", "::1"]) {
        // A preview does not look whether this machine has the address.
        await expect(read({ ...known, bindAddress }, [], "local", true)).resolves.toBeDefined();
    }
});

test.each(["0.0.0.0", "::", "10.0.0.5"])("ports on %s need TLS", async (bindAddress) => {
    const message = await errorOf({ bindAddress, hostName: "airflow.example.com" });
    expect(message).toContain(`tls: bindAddress ${bindAddress} opens the UI to the network`);
    expect(message).toContain("pulumi config set tls own-ca");
});

test("open ports need a password that not everybody knows", async () => {
    const message = await errorOf({ ...known, bindAddress: "0.0.0.0", hostName: "a.example.com", tls: "own-ca" });
    expect(message).toContain("adminPassword: bindAddress 0.0.0.0 opens the UI to the network");
    expect(message).toContain("pulumi config rm adminPassword");
    const settings = { bindAddress: "0.0.0.0", hostName: "a.example.com", tls: "own-ca" };
    await expect(read({ ...settings, adminPassword: "of my own" }, ["adminPassword"])).resolves.toBeDefined();
});

test("a bind address that is all addresses says nothing about the host name, unless the engine is another machine's", async () => {
    expect(await errorOf({ bindAddress: "0.0.0.0", tls: "own-ca" })).toContain("hostName: it is missing");
    const elsewhere = { dockerHost: "ssh://me@elsewhere", postgresBindAddress: "10.0.0.5" };
    await expect(read({ ...elsewhere, bindAddress: "0.0.0.0", tls: "own-ca" })).resolves.toBeDefined();
});

test("Postgres has an address of its own", async () => {
    const settings = await read({ postgresBindAddress: "0.0.0.0" });
    expect(settings).toMatchObject({
        docker: { bindAddress: "127.0.0.1", tls: false },
        metadata: { bindAddress: "0.0.0.0" },
    });
    expect(await errorOf({ postgresBindAddress: "203.0.113.9" })).toContain(
        "postgresBindAddress: this machine does not have the address 203.0.113.9",
    );
});
