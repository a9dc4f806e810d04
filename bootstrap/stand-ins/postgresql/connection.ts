/** Connects to the server of the provider's settings, late: a preview or an `up` without changes never connects. */
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Client, type ClientBase } from "pg";
import { type Properties, text } from "../resource";
import { name } from "./sql";

export type Session = ClientBase;

const TLS_MODES: Record<string, false | ConnectionOptions> = {
    disable: false,
    require: { rejectUnauthorized: false },
    "verify-ca": { rejectUnauthorized: true, checkServerIdentity: () => undefined },
    "verify-full": { rejectUnauthorized: true },
};

let settings: Properties = {};

/** Whether the provider's user may read password hashes and needs no membership to act for a role. */
export const superuser = (): boolean => text(settings.superuser) !== "false";

export function configure(config: Properties): void {
    settings = config;
}

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

// One piece of work at a time: PostgreSQL refuses roles and grants that are changed side by side ("tuple concurrently updated").
let last: Promise<unknown> = Promise.resolve();

/**
 * Does some work on a connection of its own, in `database` or the provider's own one. No connection outlives its work, since one
 * that stays open would stand in the way of `DROP DATABASE`.
 */
export function connected<T>(work: (session: Session) => Promise<T>, database?: unknown): Promise<T> {
    const result = last.then(async () => {
        const client = await open(database);
        try {
            return await work(client);
        } finally {
            await client.end().catch(() => undefined);
        }
    });
    last = result.catch(() => undefined);
    return result;
}

/** The same, all or nothing. */
export function inTransaction<T>(work: (session: Session) => Promise<T>, database?: unknown): Promise<T> {
    return connected(async (session) => {
        await session.query("BEGIN");
        try {
            const result = await work(session);
            await session.query("COMMIT");
            return result;
        } catch (error) {
            await session.query("ROLLBACK").catch(() => undefined);
            throw error;
        }
    }, database);
}

/** Lets a user who is no superuser act for the owners of things, by a membership that ends with the work. */
export async function asMember<T>(session: Session, roles: string[], work: () => Promise<T>): Promise<T> {
    const lacking = await session.query<{ rolname: string }>(
        `SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND rolname <> current_user
         AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AND NOT pg_has_role(current_user, oid, 'USAGE')`,
        [roles],
    );
    for (const { rolname } of lacking.rows) await session.query(`GRANT ${name(rolname)} TO CURRENT_USER`);
    const result = await work();
    for (const { rolname } of lacking.rows) await session.query(`REVOKE ${name(rolname)} FROM CURRENT_USER`);
    return result;
}

async function open(database: unknown): Promise<Client> {
    const host = text(settings.host ?? process.env.PGHOST ?? "localhost");
    const port = Number(settings.port ?? process.env.PGPORT ?? 5432);
    const client = new Client({
        host,
        port,
        database: text(database ?? settings.database ?? "postgres"),
        user: text(settings.username ?? process.env.PGUSER ?? "postgres"),
        password: text(settings.password ?? process.env.PGPASSWORD ?? ""),
        ssl: tls(),
        connectionTimeoutMillis: Number(settings.connectTimeout ?? 180) * 1000,
        application_name: "Pulumi",
    });
    // A server that goes away in the middle is told by the query that fails; without a listener Node would end the plugin.
    client.on("error", () => undefined);
    try {
        await client.connect();
        return client;
    } catch (error) {
        throw new Error(`could not connect to the PostgreSQL server at ${host}:${port}: ${reason(error)}`, { cause: error });
    }
}

function tls(): false | ConnectionOptions {
    const mode = TLS_MODES[text(settings.sslmode ?? settings.sslMode ?? process.env.PGSSLMODE ?? "require")];
    if (!mode) return false;
    const files: [keyof ConnectionOptions, unknown][] = [["ca", settings.sslrootcert]];
    const { cert, key } = JSON.parse(text(settings.clientcert) || "{}") as Properties;
    files.push(["cert", cert], ["key", key]);
    const read = files.filter(([, file]) => typeof file === "string").map(([option, file]) => [option, readFileSync(text(file))]);
    return { ...mode, ...(Object.fromEntries(read) as ConnectionOptions) };
}

function reason(error: unknown): string {
    // Where a name has several addresses, Node puts the reasons into a list and leaves the message empty.
    if (error instanceof AggregateError) return error.errors.map(String).join("; ");
    return error instanceof Error ? error.message : String(error);
}
