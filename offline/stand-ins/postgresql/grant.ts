/** `postgresql.Grant`: what a role may do with a database, a schema, or the objects of one type in a schema. */
import { equal, type Properties, type Resource, type State, text, UNKNOWN } from "../resource";
import { asMember, connected, inTransaction, type Session } from "./connection";
import { held, PRIVILEGES } from "./privileges";
import { grantee, list, name, sameSet } from "./sql";

export const grant: Resource = {
    defaults: { withGrantOption: false },
    replaceOn: ["role", "database", "schema", "objectType", "objects", "columns", "withGrantOption"],
    deleteBeforeReplace: true,
    computed: [],

    check({ objectType, privileges, schema, objects }) {
        const failures: Record<string, string> = {};
        if (objectType === UNKNOWN) {
            return failures;
        }
        const known = PRIVILEGES[text(objectType)];
        if (!known) {
            return {
                objectType: `must be one of ${Object.keys(PRIVILEGES).join(", ")} with the postgresql stand-in, not ${JSON.stringify(objectType)}`,
            };
        }
        const wrong = list(privileges).filter((privilege) => ![...known, "ALL", UNKNOWN].includes(privilege));
        if (wrong.length) {
            failures.privileges = `${wrong.join(", ")} is not a privilege of a ${text(objectType)}: use ${known.join(", ")} or ALL`;
        }
        if (objectType !== "database" && !schema) {
            failures.schema = `is needed to grant on a ${text(objectType)}`;
        }
        if (["database", "schema"].includes(text(objectType)) && list(objects).length) {
            failures.objects = `cannot be given for a ${text(objectType)}`;
        }
        return failures;
    },

    same: (property, before, after) =>
        ["privileges", "objects", "columns"].includes(property) ? sameSet(before, after) : equal(before, after),

    async create(inputs) {
        await apply(inputs, list(inputs.privileges));
        const parts = [
            inputs.role,
            inputs.database,
            ...(inputs.objectType === "database" ? [] : [inputs.schema]),
            inputs.objectType,
            ...list(inputs.objects),
        ];
        return { id: parts.map(String).join("_"), outputs: inputs };
    },

    async read(id, state): Promise<State | undefined> {
        const there = await connected(async (session) => {
            const query = `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1 OR lower($1) = 'public') AND EXISTS (SELECT 1 FROM pg_database WHERE datname = $2) AS there`;
            return (await session.query<{ there: boolean }>(query, [state.role, state.database])).rows[0]?.there;
        });
        if (!there) {
            return undefined;
        }
        return connected(async (session) => {
            const found = await held(session, state);
            if (!found && state.objectType === "schema") {
                return undefined;
            }
            return { id, outputs: { ...state, privileges: found ?? state.privileges } };
        }, state.database);
    },

    async update(_id, _before, inputs) {
        await apply(inputs, list(inputs.privileges));
        return inputs;
    },

    async delete(id, state) {
        if (await grant.read?.(id, state)) {
            await apply(state, []);
        }
    },
};

/** Revokes everything and grants what is wanted in one transaction, so that no session sees the state in between. */
async function apply(inputs: Properties, privileges: string[]): Promise<void> {
    const [on, who] = [target(inputs), grantee(inputs.role)];
    const option = inputs.withGrantOption ? " WITH GRANT OPTION" : "";
    await inTransaction(async (session) => {
        await asMember(session, await owners(session, inputs), async () => {
            await session.query(`REVOKE ALL PRIVILEGES ON ${on} FROM ${who}`);
            if (privileges.length) {
                await session.query(`GRANT ${privileges.join(", ")} ON ${on} TO ${who}${option}`);
            }
        });
    }, inputs.database);
}

function target(inputs: Properties): string {
    const type = text(inputs.objectType).toUpperCase();
    if (type === "DATABASE") {
        return `DATABASE ${name(inputs.database)}`;
    }
    if (type === "SCHEMA") {
        return `SCHEMA ${name(inputs.schema)}`;
    }
    const objects = list(inputs.objects).map((object) => `${name(inputs.schema)}.${name(object)}`);
    return objects.length ? `${type} ${objects.join(", ")}` : `ALL ${type}S IN SCHEMA ${name(inputs.schema)}`;
}

/** Only its owner may grant on a thing. */
async function owners(session: Session, { objectType, schema }: Properties): Promise<string[]> {
    if (objectType === "database") {
        return [];
    }
    const { rows } = await session.query<{ owner: string }>(
        // pg_database_owner cannot be granted: its only member is the owner of the database.
        `SELECT pg_get_userbyid(CASE WHEN pg_get_userbyid(nspowner) = 'pg_database_owner' THEN datdba ELSE nspowner END)::text AS owner
         FROM pg_namespace, pg_database WHERE nspname = $1 AND datname = current_database()
         UNION SELECT tableowner::text FROM pg_tables WHERE schemaname = $1`,
        [schema],
    );
    return rows.map(({ owner }) => owner);
}
