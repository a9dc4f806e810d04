/** Connects to the server of the provider's settings, late: a preview or an `up` without changes never connects. */
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientBase } from "pg";
import { tell } from "../tell";
import { passes, whyNoConnection } from "./no-connection";
import { whyRefused } from "./refused";
import { password, superuser, tls, type Way, way } from "./server";
import { name } from "./sql";

export type Session = ClientBase;

/** How long to wait before each further try, where the reason may pass: all connections taken, or a server that just starts. */
const PAUSES_MS = [500, 1000, 2000, 4000];

// One piece of work at a time: PostgreSQL refuses roles and grants that are changed side by side ("tuple concurrently updated").
let last: Promise<unknown> = Promise.resolve();

/**
 * Does some work on a connection of its own, in `database` or the provider's own one. No connection outlives its work, since one
 * that stays open would stand in the way of `DROP DATABASE`.
 */
export function connected<T>(work: (session: Session) => Promise<T>, database?: unknown): Promise<T> {
    const result = last.then(async () => {
        const where = way(database);
        const client = await open(where);
        try {
            return await work(client);
        } catch (error) {
            throw new Error(whyRefused(error, where), { cause: error });
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

async function open(where: Way): Promise<Client> {
    for (let attempt = 0; ; attempt++) {
        try {
            return await tried(where);
        } catch (error) {
            const pause = PAUSES_MS[attempt];
            if (pause === undefined || !passes(error)) {
                // Only the stack's own server may be down while a refresh looks: the same update starts it (see protocol.ts).
                throw new Error(whyNoConnection(error, where), superuser() ? { cause: error } : undefined);
            }
            tell(`${whyNoConnection(error, where)}; trying again in ${pause / 1000} s`);
            await sleep(pause);
        }
    }
}

async function tried(where: Way): Promise<Client> {
    const { host, port, user, database } = where;
    const login = { host, port, user, database, password: password(), ssl: tls(where) };
    const client = new Client({ ...login, connectionTimeoutMillis: where.patience * 1000, application_name: "Pulumi" });
    // A server that goes away in the middle is told by the query that fails; without a listener Node would end the plugin.
    client.on("error", () => undefined);
    try {
        await client.connect();
        return client;
    } catch (error) {
        // Without waiting: a server that does not answer does not say goodbye either.
        client.end().catch(() => undefined);
        throw error;
    }
}

/** To act for a role, one must have its rights and, since PostgreSQL 16, also be allowed to SET ROLE to it. */
const LACKING = `
    SELECT rolname, current_setting('server_version_num')::int >= 160000 AS "hasOptions"
    FROM pg_roles WHERE rolname = ANY($1) AND rolname <> current_user AND NOT rolsuper
    AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
    AND NOT (pg_has_role(current_user, oid, 'USAGE')
        AND pg_has_role(current_user, oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END))`;

/**
 * Lets a user who is no superuser act for the owners of things, by a membership that ends with the work. That of a superuser
 * nobody else can have.
 */
export async function asMember<T>(session: Session, roles: string[], work: () => Promise<T>): Promise<T> {
    const { rows } = await session.query<{ rolname: string; hasOptions: boolean }>(LACKING, [roles]);
    const end: string[] = [];
    try {
        for (const { rolname, hasOptions } of rows) {
            end.push(hasOptions ? await asBefore(session, rolname) : `REVOKE ${name(rolname)} FROM CURRENT_USER`);
            await session.query(
                `GRANT ${name(rolname)} TO CURRENT_USER${hasOptions ? " WITH INHERIT TRUE, SET TRUE" : ""}`,
            );
        }
        return await work();
    } finally {
        for (const statement of end) {
            await session.query(statement).catch(leftOver(statement));
        }
    }
}

/** The user may have granted itself a membership with fewer rights, which is then given back. */
async function asBefore(session: Session, role: string): Promise<string> {
    const { rows } = await session.query<{ inherits: boolean; sets: boolean }>(
        `SELECT inherit_option AS inherits, set_option AS sets FROM pg_auth_members
         WHERE roleid = (SELECT oid FROM pg_roles WHERE rolname = $1) AND member = current_user::regrole AND grantor = current_user::regrole`,
        [role],
    );
    if (!rows[0]) {
        return `REVOKE ${name(role)} FROM CURRENT_USER`;
    }
    return `GRANT ${name(role)} TO CURRENT_USER WITH INHERIT ${rows[0].inherits}, SET ${rows[0].sets}`;
}

/** What was made must not be lost for a leftover membership, so that is only told. A transaction that failed leaves none. */
function leftOver(statement: string): (error: Error & { code?: string }) => void {
    return ({ code, message }) => {
        if (code !== "25P02") {
            tell(`Please run this on the server: ${statement} (${message})`);
        }
    };
}
