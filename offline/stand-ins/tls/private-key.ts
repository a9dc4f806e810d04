/** `tls.PrivateKey`: a key pair in the forms that the official plugin gives. */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { parseKey, parsePrivateKey } from "sshpk";
import { type Properties, type Resource, UNKNOWN } from "../resource";

const CURVES: Record<string, string> = { P256: "prime256v1", P384: "secp384r1", P521: "secp521r1" };

export const privateKey: Resource = {
    defaults: { ecdsaCurve: "P224", rsaBits: 2048 },
    replaceOn: ["algorithm", "ecdsaCurve", "rsaBits"],
    computed: [
        "privateKeyOpenssh",
        "privateKeyPem",
        "privateKeyPemPkcs8",
        "publicKeyFingerprintMd5",
        "publicKeyFingerprintSha256",
        "publicKeyOpenssh",
        "publicKeyPem",
    ],

    check({ algorithm, ecdsaCurve, rsaBits }): Record<string, string> {
        if (algorithm === UNKNOWN) {
            return {};
        }
        if (!["RSA", "ECDSA", "ED25519"].includes(String(algorithm))) {
            return { algorithm: `must be RSA, ECDSA or ED25519, not ${JSON.stringify(algorithm)}` };
        }
        if (algorithm === "ECDSA" && !(String(ecdsaCurve) in CURVES)) {
            return {
                ecdsaCurve: `must be one of ${Object.keys(CURVES).join(", ")} with the tls stand-in (the official plugin knows P224 too)`,
            };
        }
        if (algorithm === "RSA" && rsaBits !== UNKNOWN && !(Number(rsaBits) >= 1024 && Number(rsaBits) <= 16384)) {
            return { rsaBits: "must be a number of bits from 1024 to 16384" };
        }
        return {};
    },

    create(inputs) {
        const [algorithm, curve, bits] = [String(inputs.algorithm), String(inputs.ecdsaCurve), Number(inputs.rsaBits)];
        const forms = formsOf(algorithm, generate(algorithm, curve, bits));
        return Promise.resolve({ id: forms.id, outputs: { ...inputs, ...forms.outputs } });
    },
};

function generate(algorithm: string, curve: string, bits: number): KeyObject {
    switch (algorithm) {
        case "RSA":
            return generateKeyPairSync("rsa", { modulusLength: bits }).privateKey;
        case "ECDSA":
            return generateKeyPairSync("ec", { namedCurve: CURVES[curve] }).privateKey;
        default:
            return generateKeyPairSync("ed25519").privateKey;
    }
}

/** The same names, encodings and line ends as the official plugin's. */
function formsOf(algorithm: string, key: KeyObject): { id: string; outputs: Properties } {
    const pkcs8 = key.export({ type: "pkcs8", format: "pem" }).toString();
    const traditional = { RSA: "pkcs1", ECDSA: "sec1" }[algorithm] as "pkcs1" | "sec1" | undefined;
    const ssh = parsePrivateKey(pkcs8, "pem");
    ssh.comment = "";
    // The public half is taken from the public PEM: sshpk reads no Ed25519 point out of PKCS #8.
    const spki = publicPem(key);
    const open = parseKey(spki, "pem");
    open.comment = "";
    return {
        id: createHash("sha1")
            .update(Buffer.from(spki.replace(/-----.*-----|\s/g, ""), "base64"))
            .digest("hex"),
        outputs: {
            privateKeyPem: traditional ? key.export({ type: traditional, format: "pem" }).toString() : pkcs8,
            privateKeyPemPkcs8: pkcs8,
            privateKeyOpenssh: ssh.toString("ssh-private", { comment: "" }),
            publicKeyPem: spki,
            publicKeyOpenssh: `${open.toString("ssh").trim()}\n`,
            publicKeyFingerprintMd5: open.fingerprint("md5").toString("hex").replace(/^MD5:/, ""),
            publicKeyFingerprintSha256: open.fingerprint("sha256").toString("base64").replace(/=+$/, ""),
        },
    };
}

function publicPem(key: KeyObject): string {
    return createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
}
