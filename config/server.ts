import { X509Certificate } from "node:crypto";
import { type PostgresTls, type SslMode } from "../components/data/postgres-address";
import { type SettingsReader } from "./reader";
import * as values from "./values";

/** A Postgres server that the stack does not run. */
export interface ExistingServer {
    host: string;
    port: number;
    tls: PostgresTls;
}

/** The server of a database; undefined if none is set. */
export function readServer(reader: SettingsReader, of: "metaDatabase" | "analytics"): ExistingServer | undefined {
    const host = reader.optional(`${of}Host`, values.hostName);
    const port = reader.value(`${of}Port`, values.port);
    const mode = reader.value(`${of}SslMode`, sslMode);
    const authority = reader.optional(
        `${of}CaCertificate`,
        caCertificate,
        `pulumi config set ${of}CaCertificate < ca.pem`,
    );
    if (host === undefined) {
        return undefined;
    }
    if (authority === undefined && mode?.startsWith("verify-")) {
        reader.refuse(
            `${of}CaCertificate`,
            `it is missing, and ${of}SslMode ${mode} checks the server's certificate against it`,
            `pulumi config set ${of}CaCertificate < ca.pem`,
        );
    }
    return { host, port, tls: { sslMode: mode, caCertificate: authority } };
}

const sslModes: readonly SslMode[] = ["disable", "require", "verify-ca", "verify-full"];

export function sslMode(text: string): SslMode {
    const known = sslModes.find((mode) => mode === text);
    if (known === undefined) {
        throw new values.BadValue(
            `"${text}" is no SSL mode: write ${sslModes.slice(0, -1).join(", ")} or ${sslModes.at(-1)}`,
        );
    }
    return known;
}

/** One or more certificates in PEM format. */
export function caCertificate(text: string): string {
    try {
        const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
        certificates.forEach((each) => new X509Certificate(each));
        if (certificates.length > 0) {
            return `${certificates.join("\n")}\n`;
        }
    } catch {
        // Reported below.
    }
    throw new values.BadValue(
        "the value is no certificate in PEM format: it must begin with -----BEGIN CERTIFICATE-----",
    );
}
