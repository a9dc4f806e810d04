import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** Fernet in a few lines, so that what Python encrypted is decrypted by something else: https://github.com/fernet/spec */
export class Fernet {
    private readonly bytes: Buffer;

    public constructor(
        public readonly key = randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
    ) {
        this.bytes = Buffer.from(key, "base64url");
    }

    public encrypt(text: string): string {
        const [vector, time] = [randomBytes(16), Buffer.alloc(8)];
        time.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)));
        const cipher = createCipheriv("aes-128-cbc", this.bytes.subarray(16), vector);
        const signed = Buffer.concat([Buffer.from([0x80]), time, vector, cipher.update(text), cipher.final()]);
        return Buffer.concat([signed, this.signature(signed)])
            .toString("base64")
            .replaceAll("+", "-")
            .replaceAll("/", "_");
    }

    /** The text, or undefined if it was encrypted with another key. */
    public decrypt(token: string): string | undefined {
        const bytes = Buffer.from(token, "base64url");
        const signed = bytes.subarray(0, -32);
        if (!this.signature(signed).equals(bytes.subarray(-32))) {
            return undefined;
        }
        const cipher = createDecipheriv("aes-128-cbc", this.bytes.subarray(16), signed.subarray(9, 25));
        return Buffer.concat([cipher.update(signed.subarray(25)), cipher.final()]).toString();
    }

    private signature(signed: Buffer): Buffer {
        return createHmac("sha256", this.bytes.subarray(0, 16)).update(signed).digest();
    }
}
