/** The server of the provider's settings, and who logs in there. */
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { type Properties, text } from "../resource";

let settings: Properties = {};

export function configure(config: Properties): void {
    settings = config;
}

const TLS_MODES: Record<string, false | ConnectionOptions> = {
    disable: false,
    require: { rejectUnauthorized: false },
    "verify-ca": { rejectUnauthorized: true, checkServerIdentity: () => undefined },
    "verify-full": { rejectUnauthorized: true },
};

export function checkConfig({ scheme, sslmode, sslMode }: Properties): Record<string, string> {
    const failures: Record<string, string> = {};
    if (scheme !== undefined && scheme !== "postgres") {
        failures.scheme = `the postgresql stand-in only knows "postgres"; for ${JSON.stringify(scheme)} install the official plugin`;
    }
    const mode = sslmode ?? sslMode;
    if (mode !== undefined && !(text(mode) in TLS_MODES)) {
        failures.sslmode = `must be one of ${Object.keys(TLS_MODES).join(", ")}, not ${JSON.stringify(mode)}`;
    }
    return failures;
}

/** Whether the provider's user may read password hashes and needs no membership to act for a role. */
export const superuser = (): boolean => text(settings.superuser) !== "false";

/** Everything that leads to the server, but for the password. */
export interface Way {
    host: string;
    port: number;
    user: string;
    database: string;
    sslMode: string;
    /** Seconds. */
    patience: number;
    /** Whether the server is managed by others: then the admin is not a superuser. */
    existing: boolean;
}

export function way(database?: unknown): Way {
    return {
        host: text(settings.host ?? process.env.PGHOST ?? "localhost"),
        port: Number(settings.port ?? process.env.PGPORT ?? 5432),
        user: text(settings.username ?? process.env.PGUSER ?? "postgres"),
        database: text(database ?? settings.database ?? "postgres"),
        sslMode: text(settings.sslmode ?? settings.sslMode ?? process.env.PGSSLMODE ?? "require"),
        patience: Number(settings.connectTimeout ?? 180),
        existing: !superuser(),
    };
}

export const password = (): string => text(settings.password ?? process.env.PGPASSWORD ?? "");

export function tls({ sslMode }: Way): false | ConnectionOptions {
    // As in libpq: if a CA is named, the certificate is verified against it.
    const mode = TLS_MODES[sslMode === "require" && settings.sslrootcert ? "verify-ca" : sslMode];
    if (!mode) {
        return false;
    }
    const { cert, key } = JSON.parse(text(settings.clientcert) || "{}") as Properties;
    const files = Object.entries({ ca: settings.sslrootcert, cert, key }).filter(([, file]) => text(file) !== "");
    return {
        ...mode,
        ...(Object.fromEntries(files.map(([option, file]) => [option, content(text(file))])) as ConnectionOptions),
    };
}

function content(file: string): Buffer {
    try {
        return readFileSync(file);
    } catch (error) {
        throw new Error(
            `cannot read the certificate ${file}: ${(error as Error).message}; the program writes it, so 'pulumi preview' brings it back`,
            { cause: error },
        );
    }
}
