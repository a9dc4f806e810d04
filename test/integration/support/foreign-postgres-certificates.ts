import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { output } from "../../../tools/running-stack/run";

/** A certificate and its private key, in PEM format. */
export interface KeyPair {
    certificate: string;
    key: string;
}

/** A certificate authority of a test's own. Its key is on disk only while it signs. */
export class Authority {
    private constructor(private readonly pair: KeyPair) {}

    public static async make(): Promise<Authority> {
        return new Authority(await keyPair("authority of a test", "keyUsage=critical,keyCertSign"));
    }

    /** Its certificate in PEM format. */
    public get certificate(): string {
        return this.pair.certificate;
    }

    /** A certificate of a server, valid for these host names and addresses. */
    public sign(hosts: string[]): Promise<KeyPair> {
        const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(",");
        return keyPair("server of a test", `subjectAltName=${names}`, this.pair);
    }
}

/** Names and addresses of this machine, without those of a Docker network that has no container now. */
export function namesOfThisMachine(): string[] {
    const addresses = Object.values(networkInterfaces())
        .flatMap((each) => each ?? [])
        .filter((each) => each.family === "IPv4");
    return ["localhost", ...new Set(addresses.map((each) => each.address))];
}

async function keyPair(name: string, extension: string, signer?: KeyPair): Promise<KeyPair> {
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-certificate-"));
    try {
        const file = (what: string) => join(folder, what);
        const words = [
            "-subj",
            `/CN=${name}`,
            "-addext",
            extension,
            "-keyout",
            file("key"),
            "-out",
            file("certificate"),
        ];
        if (signer) {
            writeFileSync(file("signer.key"), signer.key, { mode: 0o600 });
            writeFileSync(file("signer.pem"), signer.certificate);
            words.push(
                "-CA",
                file("signer.pem"),
                "-CAkey",
                file("signer.key"),
                "-addext",
                "basicConstraints=critical,CA:FALSE",
            );
        }
        await output("openssl", [
            "req",
            "-x509",
            "-days",
            "2",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            ...words,
        ]);
        return { certificate: readFileSync(file("certificate"), "utf8"), key: readFileSync(file("key"), "utf8") };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
