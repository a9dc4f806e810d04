import { createPrivateKey, X509Certificate } from "node:crypto";
import { connect, createServer } from "node:tls";
import { type AddressInfo } from "node:net";
import { type Properties, type Resource, UNKNOWN } from "../stand-ins/resource";
import { certRequest } from "../stand-ins/tls/cert-request";
import { locallySignedCert } from "../stand-ins/tls/locally-signed-cert";
import { privateKey } from "../stand-ins/tls/private-key";
import { selfSignedCert } from "../stand-ins/tls/self-signed-cert";

type Texts = Record<string, string>;

async function make(resource: Resource, inputs: Properties): Promise<Texts & { id: string }> {
    const { id, outputs } = await resource.create({ ...resource.defaults, ...inputs });
    return { ...(outputs as Texts), id };
}

const key = async (inputs: Properties = { algorithm: "ECDSA", ecdsaCurve: "P256" }) =>
    (await make(privateKey, inputs)).privateKeyPem;

const authorityInputs = {
    subject: { commonName: "test authority", organization: "test" },
    isCaCertificate: true,
    setSubjectKeyId: true,
    validityPeriodHours: 100,
    allowedUses: ["cert_signing", "crl_signing"],
};

async function chain(keyInputs?: Properties) {
    const caKey = await key(keyInputs);
    const ca = await make(selfSignedCert, { ...authorityInputs, privateKeyPem: caKey });
    const serverKey = await key(keyInputs);
    const request = await make(certRequest, {
        privateKeyPem: serverKey,
        subject: { commonName: "a.example.com" },
        dnsNames: ["a.example.com"],
        ipAddresses: ["127.0.0.1", "::1"],
    });
    const inputs = {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: caKey,
        caCertPem: ca.certPem,
        validityPeriodHours: 10,
        earlyRenewalHours: 2,
        allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
    };
    return { ca, serverKey, certificate: await make(locallySignedCert, inputs), inputs };
}

describe.each([
    ["ECDSA keys", { algorithm: "ECDSA", ecdsaCurve: "P256" }],
    ["RSA keys", { algorithm: "RSA", rsaBits: 2048 }],
])("with %s", (_, keyInputs) => {
    it("an authority signs a server's certificate, which clients accept under its names only", async () => {
        const { ca, serverKey, certificate } = await chain(keyInputs);
        const [authority, server] = [new X509Certificate(ca.certPem), new X509Certificate(certificate.certPem)];
        expect(authority.ca).toBe(true);
        expect(server.ca).toBe(false);
        expect(server.checkIssued(authority) && server.verify(authority.publicKey)).toBe(true);
        expect(server.checkPrivateKey(createPrivateKey(serverKey))).toBe(true);
        expect(server.subjectAltName).toBe("DNS:a.example.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
        expect(await accepted(ca.certPem, certificate.certPem, serverKey, "a.example.com")).toBe(true);
        expect(await accepted(ca.certPem, certificate.certPem, serverKey, "b.example.com")).toBe(
            "ERR_TLS_CERT_ALTNAME_INVALID",
        );
    });
});

it("tells when it begins and ends, and its serial number as ID", async () => {
    const { certificate } = await chain();
    const { validFrom, validTo, serialNumber } = new X509Certificate(certificate.certPem);
    expect(new Date(validFrom)).toEqual(new Date(certificate.validityStartTime));
    expect(new Date(validTo)).toEqual(new Date(certificate.validityEndTime));
    expect(Date.parse(certificate.validityEndTime) - Date.parse(certificate.validityStartTime)).toBe(36_000_000);
    expect(certificate.id).toBe(BigInt(`0x${serialNumber}`).toString());
    expect(certificate.readyForRenewal).toBe(false);
});

it("is due before its end, by the early renewal", async () => {
    const { certificate } = await chain();
    expect(locallySignedCert.isDue?.(certificate)).toBe(false);
    expect(locallySignedCert.isDue?.({ ...certificate, earlyRenewalHours: 11 })).toBe(true);
});

it("refuses a request that was changed after it was signed", async () => {
    const { inputs } = await chain();
    const other = await make(certRequest, { privateKeyPem: await key(), subject: { commonName: "b" } });
    const der = (pem: unknown) => Buffer.from(String(pem).replace(/-----.*-----|\s/g, ""), "base64");
    const forged = Buffer.from(der(inputs.certRequestPem));
    // The last bytes are the signature.
    der(other.certRequestPem)
        .subarray(-20)
        .copy(forged, forged.length - 20);
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${forged.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
    await expect(make(locallySignedCert, { ...inputs, certRequestPem: pem })).rejects.toThrow("not signed by its own");
});

it("knows the uses that the program names, and refuses others at preview", () => {
    expect(selfSignedCert.check?.(authorityInputs)).toEqual({});
    expect(selfSignedCert.check?.({ allowedUses: UNKNOWN })).toEqual({});
    expect(selfSignedCert.check?.({ allowedUses: ["code_signing"] })).toHaveProperty("allowedUses");
});

/** Whether a TLS client that trusts the authority accepts the server; else the code of its error. */
async function accepted(ca: string, cert: string, serverKey: string, servername: string): Promise<true | string> {
    const server = createServer({ cert, key: serverKey }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
        return await new Promise((resolve) => {
            const { port } = server.address() as AddressInfo;
            const socket = connect({ host: "127.0.0.1", port, ca, servername }, () => resolve(true));
            socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
            server.once("secureConnection", (each) => each.end());
        });
    } finally {
        server.close();
    }
}
