import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { proxyFor, reachable } from "../../../commands/set-up/reachable";

let server: Server;
let address: string;

beforeAll(async () => {
    server = createServer((request, response) => {
        if (request.url !== "/silent") {
            response.writeHead(Number(request.url?.slice(1))).end();
        }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
    server.closeAllConnections();
    server.close();
});

it("knows a good answer from a refusal", async () => {
    expect(await Promise.all(["/200", "/302", "/403", "/503"].map((path) => reachable(address + path)))).toEqual([
        true,
        true,
        false,
        false,
    ]);
    expect(await reachable(`${address}/401`, [401])).toBe(true);
});

it("knows a host that does not exist at once", async () => {
    const start = Date.now();
    expect(await reachable("https://nowhere.invalid/")).toBe(false);
    expect(Date.now() - start).toBeLessThan(3500);
});

it("waits three seconds for a host that says nothing", async () => {
    const start = Date.now();
    expect(await reachable(`${address}/silent`)).toBe(false);
    expect(Date.now() - start).toBeLessThan(4000);
});

it("takes the proxy that others would take", () => {
    const environment = { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "example.com,.inner" };
    const proxy = (url: string): string | undefined => proxyFor(new URL(url), environment)?.host;
    expect(proxy("https://get.pulumi.com/")).toBe("proxy:3128");
    expect([
        proxy("https://example.com/"),
        proxy("https://a.example.com/"),
        proxy("https://x.inner/"),
        proxy("http://plain/"),
    ]).toEqual([undefined, undefined, undefined, undefined]);
});
