import { X509Certificate } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { type PostgresTls, type SslMode } from "../components/data/postgres-address";
import { type SettingsReader } from "./reader";
import * as values from "./values";

/** A Postgres server that somebody else runs. */
export interface ExistingServer {
    host: string;
    port: number;
    tls: PostgresTls;
}

/** Airflow's own database. */
export interface MetaDatabaseSettings {
    /** Undefined: a server comes with the stack. */
    server: ExistingServer | undefined;
    /** Who makes role and database on the existing server. Undefined: nothing is made there. */
    admin: { user: string; password: pulumi.Output<string> } | undefined;
    database: string;
    user: string;
    /** Undefined: generated. */
    password: pulumi.Output<string> | undefined;
}

/** A database for dbt on Postgres. */
export interface AnalyticsSettings {
    /** Undefined: it is made on the same server as Airflow's own. */
    server: ExistingServer | undefined;
    database: string;
    user: string;
    /** Undefined: generated. */
    password: pulumi.Output<string> | undefined;
}

export function readMetaDatabase(reader: SettingsReader): MetaDatabaseSettings {
    const server = readServer(reader, "metaDatabase");
    const managed = reader.value("metaDatabaseManaged", values.flag);
    const user = reader.value("metaDatabaseAdminUser", values.userName);
    const password = reader.secret("metaDatabaseAdminPassword", values.password);
    const own = {
        database: reader.value("metaDatabaseName", values.databaseName),
        user: reader.value("metaDatabaseUser", values.databaseName),
        password: reader.secret("metaDatabasePassword", values.password),
    };
    if (!managed && server === undefined) {
        reader.refuse(
            "metaDatabaseHost",
            "it is missing, and without it the stack makes a server of its own, with role and database",
            "pulumi config set metaDatabaseHost <value>",
        );
    }
    if (!managed && own.password === undefined) {
        reader.refuse(
            "metaDatabasePassword",
            `it is missing, and nothing is made where metaDatabaseManaged is false: give the password of ${own.user}`,
            "pulumi config set --secret metaDatabasePassword",
        );
    }
    if (managed && server !== undefined && password === undefined) {
        reader.refuse(
            "metaDatabaseAdminPassword",
            `it is missing, and without it no database can be made on ${server.host}`,
            "pulumi config set --secret metaDatabaseAdminPassword",
        );
    }
    return {
        server,
        admin: managed && server ? { user, password: password as pulumi.Output<string> } : undefined,
        ...own,
    };
}

export function readAnalytics(
    reader: SettingsReader,
    metaDatabase: MetaDatabaseSettings,
    chosen: boolean,
): AnalyticsSettings {
    const server = readServer(reader, "analytics");
    const password = reader.secret("analyticsPassword", values.password);
    if (chosen && server !== undefined && password === undefined) {
        reader.refuse(
            "analyticsPassword",
            `it is missing, and without it nobody can log in to the analytics database on ${server.host}`,
            "pulumi config set --secret analyticsPassword",
        );
    }
    if (chosen && server === undefined && metaDatabase.server !== undefined && metaDatabase.admin === undefined) {
        reader.refuse(
            "analyticsHost",
            "it is missing, and where metaDatabaseManaged is false no analytics database is made either: say where it is",
            "pulumi config set analyticsHost <value>",
        );
    }
    return {
        server,
        database: reader.value("analyticsDatabase", values.databaseName),
        user: reader.value("analyticsUser", values.databaseName),
        password,
    };
}

function readServer(reader: SettingsReader, of: "metaDatabase" | "analytics"): ExistingServer | undefined {
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
        // Said below.
    }
    throw new values.BadValue(
        "the value is no certificate in PEM format: it must begin with -----BEGIN CERTIFICATE-----",
    );
}
