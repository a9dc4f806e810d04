/** Privileges that exist, and those that a role holds. */
import { type Properties, text } from "../resource";
import type { Session } from "./connection";
import { list, sameSet } from "./sql";

/** All privileges of each type of object, which is also what ALL stands for. */
export const PRIVILEGES: Record<string, string[]> = {
    database: ["CREATE", "CONNECT", "TEMPORARY"],
    schema: ["CREATE", "USAGE"],
    table: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"],
    sequence: ["USAGE", "SELECT", "UPDATE"],
    function: ["EXECUTE"],
    procedure: ["EXECUTE"],
    routine: ["EXECUTE"],
};

/** The objects of a type in schema $1, each with its access list; where nothing was ever granted, PostgreSQL's defaults count. */
const OBJECTS: Record<string, string> = {
    database: `SELECT datname AS object, COALESCE(datacl, acldefault('d', datdba)) AS acl FROM pg_database WHERE datname = current_database()`,
    schema: `SELECT nspname AS object, COALESCE(nspacl, acldefault('n', nspowner)) AS acl FROM pg_namespace WHERE nspname = $1`,
    table: relations(["r", "p", "v", "m", "f"], "r"),
    sequence: relations(["S"], "s"),
    function: routines("prokind <> 'p'"),
    procedure: routines("prokind = 'p'"),
    routine: routines("true"),
};

/** What the role holds: the privileges of the state if every object has just these, none if one has not, undefined without objects. */
export async function held(session: Session, state: Properties): Promise<string[] | undefined> {
    const [type, wanted] = [text(state.objectType), list(state.privileges)];
    const { rows } = await session.query<{ object: string; privileges: string[] }>(
        `SELECT object, ARRAY(SELECT privilege_type FROM aclexplode(acl) WHERE grantee = CASE WHEN lower($2) = 'public' THEN 0
                ELSE (SELECT oid FROM pg_roles WHERE rolname = $2) END) AS privileges
         FROM (${OBJECTS[type]}) objects WHERE $1::text IS NOT NULL OR true`,
        [state.schema ?? null, state.role],
    );
    const only = list(state.objects);
    const concerned = rows.filter(({ object }) => only.length === 0 || only.includes(object.replace(/\(.*/, "")));
    if (concerned.length === 0) {
        return undefined;
    }
    const full = wanted.includes("ALL") ? PRIVILEGES[type] : wanted;
    if (
        concerned.every(({ privileges }) =>
            sameSet(
                privileges.filter((each) => PRIVILEGES[type]?.includes(each)),
                full,
            ),
        )
    ) {
        return wanted;
    }
    return ["database", "schema"].includes(type) ? concerned[0]?.privileges : [];
}

function relations(kinds: string[], acl: string): string {
    const kind = kinds.map((each) => `'${each}'`).join(", ");
    return `SELECT relname AS object, COALESCE(relacl, acldefault('${acl}', relowner)) AS acl FROM pg_class
            JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = $1 AND relkind IN (${kind})`;
}

function routines(condition: string): string {
    return `SELECT proname AS object, COALESCE(proacl, acldefault('f', proowner)) AS acl FROM pg_proc
            JOIN pg_namespace ON pg_namespace.oid = pronamespace WHERE nspname = $1 AND ${condition}`;
}
