import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { settled } from "../../tools/mocked/registered";
import { temporaryFolder } from "../support/fixtures";
import { errorOf, read } from "../support/stack-settings";

const open = { bindAddress: "0.0.0.0", hostName: "airflow.example.com" };
const folder = temporaryFolder({});

/** A certificate that signs itself, and its key. */
function certificate(name: string, altName: string, days = "2"): { tlsCertificate: string; tlsPrivateKey: string } {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const words = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", days];
    const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${altName}`];
    execFileSync("openssl", ["req", "-x509", ...words, ...names, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { tlsCertificate: readFileSync(cert, "utf8"), tlsPrivateKey: readFileSync(key, "utf8") };
}

const right = certificate("right", "DNS:*.example.com");
const encrypted = ["tlsPrivateKey"];
const mine = { ...open, tls: "certificate", ...right };

describe("the certificate of the UI", () => {
    test("is none by default", async () => {
        expect(await read()).toMatchObject({ tls: undefined, docker: { tls: false, hostName: undefined } });
    });

    test("is the stack's own", async () => {
        expect(await read({ ...open, tls: "own-ca" })).toMatchObject({
            tls: { kind: "own-ca" },
            docker: { tls: true, hostName: "airflow.example.com" },
        });
    });

    test("is for the host name in lower case, as Caddy stores it", async () => {
        const settings = await read({ ...open, tls: "own-ca", hostName: "Airflow.Example.COM" });
        expect(settings.docker.hostName).toBe("airflow.example.com");
    });

    test("is the user's, with its key as a secret", async () => {
        const { tls } = await read(mine, encrypted);
        expect(tls).toMatchObject({ kind: "certificate", certificate: right.tlsCertificate });
        const { privateKey } = tls as unknown as { privateKey: pulumi.Output<string> };
        expect(await settled(privateKey)).toEqual({ value: right.tlsPrivateKey, secret: true });
    });

    test("comes from Let's Encrypt, or from another ACME server", async () => {
        expect((await read({ ...open, tls: "acme" })).tls).toEqual({
            kind: "acme",
            port: 80,
            directory: "https://acme-v02.api.letsencrypt.org/directory",
            caCertificate: undefined,
        });
        const own = {
            acmePort: 8080,
            acmeDirectory: "https://ca.example.com/dir",
            acmeCaCertificate: right.tlsCertificate,
        };
        expect((await read({ ...open, tls: "acme", ...own })).tls).toEqual({
            kind: "acme",
            port: 8080,
            directory: "https://ca.example.com/dir",
            caCertificate: right.tlsCertificate,
        });
    });
});

describe("is refused", () => {
    test.each<[string, Record<string, unknown>, string, string]>([
        [
            "an unknown kind",
            { tls: "on" },
            'tls: "on" is none of own-ca, certificate, acme',
            "pulumi config set tls <value>",
        ],
        [
            "a missing certificate",
            { tls: "certificate" },
            "tlsCertificate: it is missing",
            "set tlsCertificate < certificate.pem",
        ],
        [
            "a missing key",
            { tls: "certificate" },
            "tlsPrivateKey: it is missing",
            "set --secret tlsPrivateKey < key.pem",
        ],
        [
            "a key of another certificate",
            { tlsPrivateKey: certificate("other", "DNS:a").tlsPrivateKey },
            "tlsCertificate: tlsPrivateKey is not its key",
            "",
        ],
        [
            "a certificate for another name",
            { hostName: "airflow.example.org" },
            "it is not for airflow.example.org, but for DNS:*.example.com",
            "",
        ],
        ["a certificate for names, with an address", { hostName: "10.0.0.5" }, "it is not for 10.0.0.5", ""],
        [
            "no certificate at all",
            { tlsCertificate: "nothing" },
            "the value is no certificate in PEM format",
            "< certificate.pem",
        ],
        ["no key at all", { tlsPrivateKey: "nothing" }, "the value is no private key in PEM format", "< key.pem"],
        [
            "ACME for an address",
            { tls: "acme", hostName: "10.0.0.5" },
            "hostName: 10.0.0.5 is an address",
            "set hostName <name>",
        ],
        [
            "an ACME server without TLS",
            { acmeDirectory: "http://ca.example.com" },
            "it must begin with https://",
            "set acmeDirectory",
        ],
        [
            "an ACME server that is a piece of a Caddyfile",
            { acmeDirectory: "https://a/{env.X}" },
            "is no address of an ACME directory",
            "",
        ],
    ])("%s", async (_, own, wrong, fix) => {
        const values = own.tls === "certificate" ? { ...open, ...own } : { ...mine, ...own };
        const message = await errorOf(values, encrypted);
        expect(message).toContain(wrong);
        expect(message).toContain(fix);
    });

    test("a key in plain text, which is in no message", async () => {
        const message = await errorOf(mine);
        expect(message).toContain("tlsPrivateKey: a secret is in plain text");
        expect(message).not.toContain(right.tlsPrivateKey.split("\n")[1]);
    });

    test("a variable that the setting sets, which is the user's own without it", async () => {
        const airflowVariables = { FORWARDED_ALLOW_IPS: "10.0.0.0/8" };
        expect(await errorOf({ ...open, tls: "own-ca", airflowVariables })).toContain(
            "airflowVariables: FORWARDED_ALLOW_IPS is set by the setting tls",
        );
        await expect(read({ airflowVariables })).resolves.toBeDefined();
    });

    test("a certificate that has expired", async () => {
        jest.useFakeTimers({ now: Date.now() + 3 * 86_400_000, doNotFake: ["nextTick", "setImmediate", "setTimeout"] });
        try {
            expect(await errorOf(mine, encrypted)).toContain("tlsCertificate: it has expired on ");
        } finally {
            jest.useRealTimers();
        }
    });
});
