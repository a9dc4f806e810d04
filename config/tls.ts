import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { type SettingsReader } from "./reader";
import { caCertificate } from "./server";
import { refuseSetTwice } from "./set-twice";
import * as values from "./values";

/** Where the certificate of the UI and the dbt docs comes from. */
export type TlsSettings =
    | { kind: "own-ca" }
    | {
          kind: "certificate";
          /** The certificate and those of intermediate authorities, in PEM format. */
          certificate: string;
          /** Its key in PEM format. */
          privateKey: pulumi.Output<string>;
      }
    | {
          kind: "acme";
          /** Port of the Docker host that the Internet reaches as port 80. */
          port: number;
          /** Address of the ACME server's directory. */
          directory: string;
          /** The authority behind that server's own certificate. Undefined: the public ones. */
          caCertificate?: string;
      };

/** What the setting sets, as variables. Without it they are the user's own. */
const options = { AIRFLOW__API__BASE_URL: "tls", AIRFLOW__FAB__COOKIE_SECURE: "tls", FORWARDED_ALLOW_IPS: "tls" };

const kinds = ["own-ca", "certificate", "acme"] as const;

/** The setting `tls` with those that belong to it; undefined for plain HTTP. */
export function readTls(reader: SettingsReader, hostName: string | undefined): TlsSettings | undefined {
    const kind = reader.optional("tls", tlsKind);
    const certificate = reader.optional("tlsCertificate", caCertificate, fixOf("tlsCertificate"));
    const privateKey = reader.optional("tlsPrivateKey", keyInPem, fixOf("tlsPrivateKey"));
    const secretKey = reader.secret("tlsPrivateKey", keyInPem);
    const port = reader.value("acmePort", values.port);
    const directory = reader.value("acmeDirectory", directoryAddress);
    const authority = reader.optional("acmeCaCertificate", caCertificate, fixOf("acmeCaCertificate"));
    if (kind !== undefined) {
        refuseSetTwice(reader, options);
    }
    switch (kind) {
        case "acme":
            if (hostName === undefined || isIP(hostName) !== 0) {
                const wrong = hostName === undefined ? "it is missing" : `${hostName} is an address`;
                reader.refuse(
                    "hostName",
                    `${wrong}, and with tls acme it must be the name by which the Internet reaches the Docker host`,
                    "pulumi config set hostName <name>",
                );
            }
            return { kind, port, directory, caCertificate: authority };
        case "certificate": {
            const wrong = "it is missing, and tls is certificate";
            reader.needed(
                hostName,
                "hostName",
                "it is missing, and tls is certificate",
                "pulumi config set hostName <name>",
            );
            reader.needed(certificate, "tlsCertificate", wrong, fixOf("tlsCertificate"));
            reader.needed(privateKey, "tlsPrivateKey", wrong, fixOf("tlsPrivateKey"));
            if (certificate !== undefined && privateKey !== undefined) {
                refuseWrongCertificate(reader, { certificate, privateKey, hostName });
            }
            return { kind, certificate: certificate as string, privateKey: secretKey as pulumi.Output<string> };
        }
        default:
            return kind && { kind };
    }
}

function fixOf(setting: string): string {
    return `pulumi config set ${setting === "tlsPrivateKey" ? "--secret " : ""}${setting} < ${setting === "tlsPrivateKey" ? "key" : "certificate"}.pem`;
}

function tlsKind(text: string): TlsSettings["kind"] {
    const known = kinds.find((kind) => kind === text);
    if (known === undefined) {
        throw new values.BadValue(`"${text}" is none of ${kinds.join(", ")}`);
    }
    return known;
}

function keyInPem(text: string): string {
    try {
        createPrivateKey(text);
    } catch {
        throw new values.BadValue("the value is no private key in PEM format without a passphrase");
    }
    return `${text.trim()}\n`;
}

function directoryAddress(text: string): string {
    if (!URL.canParse(text) || new URL(text).protocol !== "https:" || /[\s{}"]/.test(text)) {
        throw new values.BadValue(`"${text}" is no address of an ACME directory: it must begin with https://`);
    }
    return text;
}

/** Browsers would find that out after the update. */
function refuseWrongCertificate(
    reader: SettingsReader,
    given: { certificate: string; privateKey: string; hostName: string | undefined },
): void {
    const { hostName } = given;
    const certificate = new X509Certificate(given.certificate);
    const refuse = (wrong: string) => reader.refuse("tlsCertificate", wrong, fixOf("tlsCertificate"));
    if (!certificate.checkPrivateKey(createPrivateKey(given.privateKey))) {
        refuse("tlsPrivateKey is not its key");
    }
    if (new Date(certificate.validTo) < new Date()) {
        refuse(`it has expired on ${certificate.validTo}`);
    }
    const isFor = (name: string) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name));
    if (hostName !== undefined && isFor(hostName) === undefined) {
        refuse(`it is not for ${hostName}, but for ${certificate.subjectAltName ?? "no name at all"}`);
    }
}
