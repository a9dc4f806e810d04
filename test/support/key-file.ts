import { generateKeyPairSync } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 1024,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
});

/** The two halves of the key in {@link keyFile}, as PEM. */
export const pem = { private: privateKey, public: publicKey };

/** A service account's key file in Google's form, with the fields that a test wants otherwise. */
export function keyFile(otherwise: Record<string, unknown> = {}): string {
    const file = {
        type: "service_account",
        project_id: "my-project",
        private_key_id: "0123",
        private_key: privateKey,
        client_email: "dbt@my-project.iam.gserviceaccount.com",
    };
    return JSON.stringify({ ...file, ...otherwise }, undefined, 2);
}
