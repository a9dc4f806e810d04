/** The properties of a `postgresql.Role` as the server has them. */
import { type Properties, text } from "../resource";
import type { Session } from "./connection";
import { matches } from "./password";
import { superuser } from "./server";

/** Properties that are kept as a setting that each session of the role starts with. */
export const SETTINGS: Record<string, string> = {
    searchPaths: "search_path",
    statementTimeout: "statement_timeout",
    idleInTransactionSessionTimeout: "idle_in_transaction_session_timeout",
    assumeRole: "role",
};

export const defaults: Properties = {
    superuser: false,
    createDatabase: false,
    createRole: false,
    inherit: true,
    login: false,
    replication: false,
    bypassRowLevelSecurity: false,
    connectionLimit: -1,
    encryptedPassword: true,
    skipDropRole: false,
    skipReassignOwned: false,
    validUntil: "infinity",
};

export async function readRole(session: Session, roleName: string, state: Properties) {
    const { rows } = await session.query<Properties & { config: string[] | null }>(
        `SELECT rolname AS name, rolsuper AS superuser, rolinherit AS inherit, rolcreaterole AS "createRole", rolcreatedb AS "createDatabase",
                rolcanlogin AS login, rolreplication AS replication, rolbypassrls AS "bypassRowLevelSecurity", rolconnlimit AS "connectionLimit",
                COALESCE(rolvaliduntil::text, 'infinity') AS "validUntil", rolconfig AS config,
                ARRAY(SELECT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = pg_roles.oid) AS roles
         FROM pg_roles WHERE rolname = $1`,
        [roleName],
    );
    if (!rows[0]) {
        return undefined;
    }
    const { config, ...found } = rows[0];
    for (const [property, setting] of Object.entries(SETTINGS)) {
        const value = config?.find((each) => each.startsWith(`${setting}=`))?.slice(setting.length + 1);
        if (property === "searchPaths") {
            found[property] = value?.split(", ").map((each) => each.replace(/^"|"$/g, ""));
        } else if (property.endsWith("Timeout")) {
            found[property] = value && Number(value.replace(/ms$/, ""));
        } else {
            found[property] = value;
        }
    }
    const kept = ["encryptedPassword", "skipDropRole", "skipReassignOwned", "passwordWoVersion"];
    for (const property of kept) {
        found[property] = state[property] ?? defaults[property];
    }
    found.password = await password(session, roleName, state.password);
    return { id: roleName, outputs: found };
}

/** The password of the state, unless a hash that may be read says that it is no longer the one. */
async function password(session: Session, roleName: string, kept: unknown): Promise<unknown> {
    if (!kept || !superuser()) {
        return kept;
    }
    const { rows } = await session
        .query<{ passwd: string | null }>("SELECT passwd FROM pg_shadow WHERE usename = $1", [roleName])
        .catch(() => ({ rows: [] }));
    const hash = rows[0]?.passwd;
    return hash === undefined || (hash && matches(text(kept), roleName, hash)) ? kept : "";
}
