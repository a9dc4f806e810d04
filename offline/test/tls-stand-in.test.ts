import { createPrivateKey, createPublicKey } from "node:crypto";
import { parseKey, parsePrivateKey } from "sshpk";
import { privateKey } from "../stand-ins/tls/private-key";
import { UNKNOWN } from "../stand-ins/resource";

type Forms = Record<string, string>;

const make = async (inputs: Record<string, unknown>): Promise<{ id: string; outputs: Forms }> => {
    const { id, outputs } = await privateKey.create({ ...privateKey.defaults, ...inputs });
    return { id, outputs: outputs as Forms };
};

describe.each([
    [{ algorithm: "RSA", rsaBits: 2048 }, "BEGIN RSA PRIVATE KEY", "ssh-rsa "],
    [{ algorithm: "ECDSA", ecdsaCurve: "P256" }, "BEGIN EC PRIVATE KEY", "ecdsa-sha2-nistp256 "],
    [{ algorithm: "ED25519" }, "BEGIN PRIVATE KEY", "ssh-ed25519 "],
])("a private key of %j", (inputs, header, kind) => {
    it("is one key in all its forms", async () => {
        const { id, outputs } = await make(inputs);
        expect(outputs.privateKeyPem).toContain(header);
        expect(outputs.privateKeyPemPkcs8).toContain("BEGIN PRIVATE KEY");
        expect(outputs.privateKeyOpenssh).toContain("BEGIN OPENSSH PRIVATE KEY");
        expect(outputs.publicKeyOpenssh?.startsWith(kind)).toBe(true);
        for (const pem of [outputs.privateKeyPem, outputs.privateKeyPemPkcs8]) {
            const half = createPublicKey(createPrivateKey(String(pem))).export({ type: "spki", format: "pem" });
            expect(half).toBe(outputs.publicKeyPem);
        }
        const fromSsh = parsePrivateKey(String(outputs.privateKeyOpenssh), "ssh-private")
            .toPublic()
            .fingerprint("sha256")
            .toString();
        expect(fromSsh).toBe(outputs.publicKeyFingerprintSha256);
        expect(parseKey(String(outputs.publicKeyOpenssh), "ssh").fingerprint("sha256").toString()).toBe(fromSsh);
        expect(id).toMatch(/^[0-9a-f]{40}$/);
    });

    it("has the line ends and fingerprints of the official plugin", async () => {
        const { outputs } = await make(inputs);
        expect(outputs.publicKeyOpenssh).toMatch(/^\S+ \S+\n$/);
        expect(outputs.publicKeyFingerprintMd5).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
        expect(outputs.publicKeyFingerprintSha256).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    });
});

it.each([
    [{ algorithm: "DSA" }, "algorithm"],
    [{ algorithm: "ECDSA", ecdsaCurve: "P224" }, "ecdsaCurve"],
    [{ algorithm: "RSA", rsaBits: 12 }, "rsaBits"],
])("refuses %j and names the property", (inputs, property) => {
    expect(Object.keys(privateKey.check?.({ ...privateKey.defaults, ...inputs }) ?? {})).toEqual([property]);
});

it("accepts what a preview does not know yet", () => {
    expect(privateKey.check?.({ ...privateKey.defaults, algorithm: UNKNOWN })).toEqual({});
});
