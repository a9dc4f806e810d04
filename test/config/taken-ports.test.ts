import { createServer, type Server } from "node:net";
import { type Settings } from "../../config/settings";
import { refuseTakenPorts } from "../../config/taken-ports";

let server: Server;
let port: number;

beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as { port: number }).port;
});

afterAll(() => server.close());

const settings = (more: Partial<Settings>) =>
    ({
        docker: { bindAddress: "127.0.0.1", suffix: "of-no-container", remote: false },
        apiserverPort: port,
        dbtDocsPort: 0,
        metadata: { kind: "embedded", port: 0 },
        ...more,
    }) as Settings;

describe("refuseTakenPorts", () => {
    test("names the setting, the port and the command", async () => {
        await expect(refuseTakenPorts(settings({}))).rejects.toThrow(
            new RegExp(
                `apiserverPort: port ${port} on 127.0.0.1 is taken by another program.\\s+pulumi config set apiserverPort <another port>`,
            ),
        );
    });

    test("is content with free ports", async () => {
        await expect(refuseTakenPorts(settings({ apiserverPort: 0 }))).resolves.toBeUndefined();
    });

    test("leaves the embedded server's port alone where there is none", async () => {
        const embedded = { metadata: { kind: "embedded", port }, apiserverPort: 0 } as Partial<Settings>;
        await expect(refuseTakenPorts(settings(embedded))).rejects.toThrow(`postgresPort: port ${port}`);
        const existing = { metadata: { kind: "managed" }, apiserverPort: 0 } as Partial<Settings>;
        await expect(refuseTakenPorts(settings(existing))).resolves.toBeUndefined();
    });

    test("does not look at this machine's ports for a stack on another", async () => {
        const docker = { bindAddress: "127.0.0.1", suffix: "of-no-container", address: undefined, remote: true };
        await expect(refuseTakenPorts(settings({ docker }))).resolves.toBeUndefined();
    });
});
