/** The library for X.509, ready to use, and keys in its form. It needs `reflect-metadata` before it. */
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { createPrivateKey, createPublicKey, type KeyObject, webcrypto } from "node:crypto";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

export { x509 };

/** How a key signs. */
export type Algorithm = { name: string; hash: string; namedCurve?: string };

/** A private key from PEM, with its public half. */
export async function keyPair(pem: string): Promise<CryptoKeyPair & { algorithm: Algorithm }> {
    const key = createPrivateKey(pem);
    const algorithm = algorithmOf(key);
    const publicKey = createPublicKey(key);
    const { subtle } = webcrypto;
    const pkcs8 = key.export({ type: "pkcs8", format: "der" });
    const spki = publicKey.export({ type: "spki", format: "der" });
    return {
        privateKey: await subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]),
        publicKey: await subtle.importKey("spki", spki, algorithm, true, ["verify"]),
        algorithm,
    };
}

function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): Algorithm {
    const curves: Record<string, string> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };
    switch (type) {
        case "rsa":
            return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
        case "ec":
            return { name: "ECDSA", hash: "SHA-256", namedCurve: curves[details?.namedCurve ?? ""] };
        default:
            throw new Error(`the stand-in for the tls plugin signs with RSA and ECDSA keys, not with ${type}`);
    }
}
