/** Tells whether a password is the one that PostgreSQL keeps a hash of, so that a change made by hand is put right. */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";

/** The hash is in the form of `pg_authid.rolpassword`: `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>` or `md5…`. */
export function matches(password: string, role: string, hash: string): boolean {
    if (password === hash) {
        return true;
    }
    const scram = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):/.exec(hash);
    if (scram) {
        const [, iterations, salt, storedKey] = scram;
        const salted = pbkdf2Sync(
            password.normalize("NFKC"),
            Buffer.from(String(salt), "base64"),
            Number(iterations),
            32,
            "sha256",
        );
        const clientKey = createHmac("sha256", salted).update("Client Key").digest();
        return timingSafeEqual(
            createHash("sha256").update(clientKey).digest(),
            Buffer.from(String(storedKey), "base64"),
        );
    }
    return (
        hash ===
        `md5${createHash("md5")
            .update(password + role)
            .digest("hex")}`
    );
}
