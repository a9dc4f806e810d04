/** `postgresql.DefaultPrivileges`: what a role may do with the objects of one type that an owner creates from now on. */
import { equal, type Properties, type Resource, text, UNKNOWN } from "../resource";
import { asMember, connected, inTransaction, type Session } from "./connection";
import { grantee, list, name, sameSet } from "./sql";

/** Each type of object: the letter that stands for it in `pg_default_acl`, and its privileges. */
const TYPES: Record<string, { letter: string; privileges: string[] }> = {
    table: {
        letter: "r",
        privileges: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"],
    },
    sequence: { letter: "S", privileges: ["USAGE", "SELECT", "UPDATE"] },
    function: { letter: "f", privileges: ["EXECUTE"] },
    routine: { letter: "f", privileges: ["EXECUTE"] },
    type: { letter: "T", privileges: ["USAGE"] },
    schema: { letter: "n", privileges: ["CREATE", "USAGE"] },
};

export const defaultPrivileges: Resource = {
    defaults: { withGrantOption: false },
    replaceOn: ["role", "database", "owner", "schema", "objectType", "withGrantOption"],
    deleteBeforeReplace: true,
    computed: [],

    check({ objectType, privileges, schema }) {
        if (objectType === UNKNOWN) {
            return {};
        }
        const type = TYPES[text(objectType)];
        if (!type) {
            return { objectType: `must be one of ${Object.keys(TYPES).join(", ")}, not ${JSON.stringify(objectType)}` };
        }
        const failures: Record<string, string> = {};
        const wrong = list(privileges).filter((privilege) => ![...type.privileges, "ALL", UNKNOWN].includes(privilege));
        if (wrong.length) {
            failures.privileges = `${wrong.join(", ")} is not a privilege of a ${text(objectType)}: use ${type.privileges.join(", ")} or ALL`;
        }
        if (objectType === "schema" && schema) {
            failures.schema = "cannot be given for schemas";
        }
        return failures;
    },

    same: (property, before, after) => (property === "privileges" ? sameSet(before, after) : equal(before, after)),

    async create(inputs) {
        await apply(inputs, list(inputs.privileges));
        const parts = [inputs.role, inputs.database, inputs.schema ?? "noschema", inputs.owner, inputs.objectType];
        return { id: parts.map(String).join("_"), outputs: inputs };
    },

    async read(id, state) {
        const found = await connected((session) => held(session, state), state.database);
        // None at all counts as gone, as with the official plugin, unless none is what was asked for.
        if (found.length === 0 && list(state.privileges).length > 0) {
            return undefined;
        }
        const full = list(state.privileges).includes("ALL")
            ? TYPES[text(state.objectType)]?.privileges
            : state.privileges;
        return { id, outputs: { ...state, privileges: sameSet(found, full) ? state.privileges : found } };
    },

    async update(_id, _before, inputs) {
        await apply(inputs, list(inputs.privileges));
        return inputs;
    },

    delete: (_id, state) => apply(state, []),
};

/** Revokes everything and grants what is wanted in one transaction. Only the owner and its members may do that. */
function apply(inputs: Properties, privileges: string[]): Promise<void> {
    const { owner, schema, objectType } = inputs;
    const alter = `ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)}${schema ? ` IN SCHEMA ${name(schema)}` : ""}`;
    const on = `ON ${text(objectType).toUpperCase()}S`;
    const who = grantee(inputs.role);
    const option = inputs.withGrantOption ? " WITH GRANT OPTION" : "";
    return inTransaction(
        (session) =>
            asMember(session, [text(owner)], async () => {
                await session.query(`${alter} REVOKE ALL ${on} FROM ${who}`);
                if (privileges.length) {
                    await session.query(`${alter} GRANT ${privileges.join(", ")} ${on} TO ${who}${option}`);
                }
            }),
        inputs.database,
    );
}

async function held(session: Session, { role, owner, schema, objectType }: Properties): Promise<string[]> {
    const { rows } = await session.query<{ privilege: string }>(
        `SELECT privilege_type AS privilege
         FROM (SELECT defaclrole, defaclnamespace, (aclexplode(defaclacl)).* FROM pg_default_acl WHERE defaclobjtype = $1) acl
         WHERE grantee = CASE WHEN lower($2) = 'public' THEN 0 ELSE (SELECT oid FROM pg_roles WHERE rolname = $2) END
           AND pg_get_userbyid(defaclrole) = $3
           AND defaclnamespace = COALESCE((SELECT oid FROM pg_namespace WHERE nspname = $4), 0)`,
        [TYPES[text(objectType)]?.letter, role, owner, schema ?? null],
    );
    return rows.map(({ privilege }) => privilege);
}
