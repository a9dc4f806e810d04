import { BadValue } from "./values";

/** A private key of OpenSSH, which may also be in PEM format. */
export function deployKey(text: string): string {
    const key = text.trim().replace(/\r\n/g, "\n");
    const [, type, body] = /^-----BEGIN ([A-Z]* ?PRIVATE KEY)-----\n([^-]+)\n-----END \1-----$/.exec(key) ?? [];
    if (body === undefined) {
        throw new BadValue(
            "the value is no private key of SSH: write the file that ssh-keygen makes, not the one that ends in .pub",
        );
    }
    if (type === "OPENSSH PRIVATE KEY" ? cipherOf(body) !== "none" : /^ENCRYPTED|Proc-Type/.test(`${type}\n${body}`)) {
        throw new BadValue("the key has a passphrase, which nobody could type: make one with ssh-keygen -N ''");
    }
    return `${key}\n`;
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key: the format's name, then a length and the cipher's name. */
function cipherOf(body: string): string {
    const bytes = Buffer.from(body, "base64");
    const start = "openssh-key-v1\0".length;
    return bytes.length < start + 4
        ? ""
        : bytes.toString("latin1", start + 4, start + 4 + Math.min(bytes.readUInt32BE(start), 64));
}
