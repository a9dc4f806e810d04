import { get, type IncomingMessage } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { Client } from "pg";
import { allHealthy, container } from "../../tools/running-stack/containers";
import { fetchTrusting, type Trust } from "../../tools/running-stack/fetch-trusting";
import { freePorts } from "../../tools/running-stack/free-ports";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { output, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { AcmeServer } from "./support/acme-server";
import { BrowserSession } from "./support/browser-session";
import { Authority } from "./support/foreign-postgres-certificates";
import { launchChromium } from "./support/launch-chromium";
import { lookAtPages } from "./support/look-at-pages";
import { ownAddress } from "./support/own-address";

const hostName = "airflow.example.com";

let stack: TestStack;
/** How another machine sees the stack: by an address that is not the loopback's. */
let outside: Trust;
let airflow: string;
let docs: string;

const adminPassword = () => stack.expectPulumi(["stack", "output", "adminPassword", "--show-secrets"]);

beforeAll(async () => {
    stack = await makeTestStack("open");
    airflow = `https://${hostName}:${stack.ports.apiserverPort}`;
    docs = `https://${hostName}:${stack.ports.dbtDocsPort}`;
});

afterAll(async () => {
    await stack?.destroy();
    stack?.forget();
});

test("ports that others reach are refused without TLS, and with a password that everybody knows", async () => {
    await stack.set({ bindAddress: "0.0.0.0" });
    const { code, output: printed } = await stack.pulumi(["preview"]);
    expect(code).not.toBe(0);
    expect(printed).toMatch(/tls: bindAddress 0\.0\.0\.0 opens the UI[^]*pulumi config set tls own-ca/);
    expect(printed).toMatch(/adminPassword: [^]*pulumi config rm adminPassword/);
    expect(printed).toMatch(/hostName: it is missing[^]*pulumi config set hostName/);
});

describe("with the stack's own authority", () => {
    beforeAll(async () => {
        await stack.set({ bindAddress: "0.0.0.0", postgresBindAddress: "0.0.0.0", tls: "own-ca", hostName });
        await stack.unset("adminPassword");
        await stack.up();
        outside = { ca: await stack.caCertificate(), address: await ownAddress() };
    }, 600_000);

    test("only the proxy and Postgres have ports, and a second update changes nothing", async () => {
        const listed = await stack.docker(["ps", "--format", "{{.Names}} {{.Ports}}"]);
        const own = listed.split("\n").filter((line) => line.includes(stack.suffix) && line.includes("->"));
        expect(own.map((line) => line.split("-open-")[0]).sort()).toEqual(["postgres", "proxy"]);
        await stack.up("--expect-no-changes");
    });

    test("the UI has a certificate for its name, and a browser's protections", async () => {
        const answer = await fetchTrusting(outside, airflow);
        expect(answer.status).toBe(200);
        expect(Object.fromEntries(answer.headers)).toMatchObject({
            "strict-transport-security": "max-age=31536000",
            "x-content-type-options": "nosniff",
            "x-frame-options": "SAMEORIGIN",
            "referrer-policy": "same-origin",
            "content-security-policy": expect.stringContaining("frame-ancestors 'self'") as string,
        });
        expect(answer.headers.get("server")).toBeNull();
        const stranger = fetchTrusting({ ...outside, ca: "" }, airflow);
        await expect(stranger).rejects.toMatchObject({ code: expect.stringMatching(/VERIFY|SELF_SIGNED/) as string });
    });

    test("requests for another name, over plain HTTP, and for the API of tasks end at the proxy", async () => {
        const headers = { host: "evil.example.com" };
        expect((await fetchTrusting(outside, airflow, { headers })).status).toBe(421);
        expect((await fetch(`http://127.0.0.1:${stack.ports.apiserverPort}`)).status).toBe(400);
        for (const path of ["/execution/", "/execution/task-instances/1/run", "/%65xecution/", "//execution/"]) {
            expect([path, (await fetchTrusting(outside, `${airflow}${path}`)).status]).toEqual([path, 404]);
        }
    });

    test("the docs are for those who are logged in to Airflow, whose cookies are for HTTPS alone", async () => {
        const browser = new BrowserSession(outside);
        const before = await browser.get(docs);
        expect([before.status, before.headers.get("location")]).toEqual([302, `${airflow}/auth/login/`]);
        expect((await browser.login(airflow, "airflow", "not the password")).status).not.toBe(200);
        expect((await browser.get(`${docs}/manifest.json`)).status).toBe(302);
        await browser.login(airflow, "airflow", await adminPassword());
        expect([...browser.cookies.keys()].sort()).toEqual(["_token", "session"]);
        for (const [name, { attributes }] of browser.cookies) {
            expect([name, ...attributes]).toEqual(expect.arrayContaining([name, "Secure", "HttpOnly"]));
        }
        await waitFor("the docs", 120, async () => ((await browser.get(docs)).status === 200 ? true : undefined));
        const forged = new BrowserSession(outside);
        forged.cookies.set("_token", { value: "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", attributes: [] });
        expect((await forged.get(docs)).status).toBe(302);
    });

    test("Chromium shows the UI and the docs, and neither breaks the rules for its content", async () => {
        const browser = await launchChromium(`--host-resolver-rules=MAP ${hostName} ${outside.address}`);
        try {
            const broken = await lookAtPages(browser, { hostname: hostName, ignoreHTTPSErrors: true }, async (page) => {
                const messages: string[] = [];
                page.on("console", (message) => messages.push(message.text()));
                await page.goto(docs);
                await page.fill("input[name=username]", "airflow");
                await page.fill("input[name=password]", await adminPassword());
                await page.click("input[type=submit], button[type=submit]");
                await page.waitForURL((url) => !url.pathname.includes("login"));
                await page.goto(`${airflow}/dags/flights`);
                await page.getByText("fill_source").first().waitFor();
                await page.goto(`${docs}/#!/overview`, { waitUntil: "domcontentloaded" });
                await page.getByText("Project", { exact: true }).first().waitFor();
                return messages.filter((text) => /Content Security Policy|Refused to|Mixed Content/.test(text));
            });
            expect(broken).toEqual([]);
        } finally {
            await browser.close();
        }
    }, 180_000);

    test("wrong passwords lock out their own address alone", async () => {
        const body = (password: string) => JSON.stringify({ username: "airflow", password });
        const ask = (trust: Trust, password: string) =>
            fetchTrusting(trust, `${airflow}/auth/token`, {
                method: "POST",
                headers: { "content-type": "application/json", "x-forwarded-for": "203.0.113.9" },
                body: body(password),
            });
        // Over loopback, Docker's proxy asks: another client than one that comes from an address of this machine.
        const attacker = { ...outside, address: "127.0.0.1" };
        const codes: number[] = [];
        for (let tries = 0; tries < 10 && codes.at(-1) !== 429; tries++) {
            codes.push((await ask(attacker, "wrong password")).status);
        }
        expect(codes.at(-1)).toBe(429);
        expect((await ask(outside, await adminPassword())).status).toBe(201);
    });

    test("four hundred clients that never finish their request keep nobody away", async () => {
        const sockets = await Promise.all(
            Array.from(
                { length: 400 },
                () =>
                    new Promise<Socket>((resolve, reject) => {
                        const socket = connectTcp(stack.ports.apiserverPort, outside.address as string);
                        socket.once("connect", () => resolve(socket)).once("error", reject);
                    }),
            ),
        );
        try {
            sockets.forEach((socket) => socket.on("error", () => undefined).write("\x16\x03\x01"));
            const began = Date.now();
            expect((await fetchTrusting(outside, `${airflow}/api/v2/version`)).status).toBe(200);
            expect(Date.now() - began).toBeLessThan(5000);
        } finally {
            sockets.forEach((socket) => socket.destroy());
        }
    });

    test("a request waits for an API server that starts again", async () => {
        const { Id: id } = await container(stack, "airflow-apiserver");
        await output("docker", ["stop", id]);
        const waiting = fetchTrusting(outside, `${airflow}/api/v2/version`);
        await output("docker", ["start", id]);
        expect((await waiting).status).toBe(200);
        await allHealthy(stack);
    });

    test("Postgres takes connections with TLS alone, and its certificate is for its name", async () => {
        const password = "not the password";
        const refusal = async (ssl: false | { ca: string; servername: string }) => {
            const login = { user: "postgres", password, database: "postgres" };
            const client = new Client({ host: outside.address, port: stack.ports.postgresPort, ...login, ssl });
            return client.connect().then(
                () => "none",
                (error: Error) => error.message,
            );
        };
        expect(await refusal(false)).toMatch(/no pg_hba.conf entry .* no encryption/);
        expect(await refusal({ ca: outside.ca, servername: hostName })).toMatch(/password authentication failed/);
        expect(await refusal({ ca: outside.ca, servername: "evil.example.com" })).toMatch(/altnames/);
    });

    test("new keys are made by a higher generation, and the authority stays", async () => {
        const certificate = () =>
            stack.docker(["exec", `proxy-${stack.suffix}`, "cat", "/run/secrets/tls_certificate.pem"]);
        const before = await certificate();
        await stack.setPath("generations.tlsKeys", 2);
        await stack.up();
        expect(await certificate()).not.toBe(before);
        expect(await stack.caCertificate()).toBe(outside.ca);
        expect((await fetchTrusting(outside, airflow)).status).toBe(200);
    });
});

test("the user's certificate is served, and a key of another one refused before anything changes", async () => {
    const authority = await Authority.make();
    const [own, other] = await Promise.all([authority.sign([hostName]), authority.sign([hostName])]);
    await stack.set({ tls: "certificate", tlsCertificate: own.certificate });
    await stack.setSecret("tlsPrivateKey", other.key);
    const refused = await stack.pulumi(["up", "--yes", "--skip-preview"]);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("tlsCertificate: tlsPrivateKey is not its key");
    await stack.setSecret("tlsPrivateKey", own.key);
    await stack.up();
    expect((await fetchTrusting({ ca: authority.certificate, address: outside.address }, airflow)).status).toBe(200);
    await stack.unset("tlsCertificate");
    await stack.unset("tlsPrivateKey");
}, 300_000);

test("an ACME server issues the certificate, and port 80 sends browsers to HTTPS", async () => {
    const acme = await AcmeServer.start(`web-${stack.suffix}`, `proxy-${stack.suffix}`, hostName);
    try {
        const ca = await waitFor("the ACME server", 30, () => acme.caCertificate());
        const [acmePort] = await freePorts(1);
        await stack.set({ tls: "acme", acmePort, acmeDirectory: acme.directory, acmeCaCertificate: ca });
        await stack.up();
        const answer = await fetchTrusting({ ca, address: outside.address }, airflow);
        expect(answer.status).toBe(200);
        const plain = await new Promise<IncomingMessage>((resolve, reject) =>
            get(
                { host: outside.address, port: acmePort, path: "/dags?a=b", headers: { host: hostName } },
                resolve,
            ).once("error", reject),
        );
        expect([plain.statusCode, plain.headers.location]).toEqual([302, `${airflow}/dags?a=b`]);
    } finally {
        await acme.stop();
    }
}, 300_000);

test("without TLS again, the servers have their own ports back", async () => {
    for (const setting of ["tls", "acmePort", "acmeDirectory", "acmeCaCertificate", "bindAddress", "hostName"]) {
        await stack.unset(setting);
    }
    await stack.unset("postgresBindAddress");
    await stack.up();
    await allHealthy(stack);
    expect((await fetch(stack.airflowUrl)).status).toBe(200);
    expect((await fetch(`${stack.dbtDocsUrl}/healthz`)).status).toBe(200);
    expect(await output("docker", ["ps", "--all", "--quiet", "--filter", `name=proxy-${stack.suffix}`])).toBe("");
}, 300_000);
