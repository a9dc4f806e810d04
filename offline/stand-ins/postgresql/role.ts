/** `postgresql.Role`: a user or a group of users. */
import { equal, type Properties, type Resource, text, UNKNOWN } from "../resource";
import { asMember, connected, inTransaction, type Session } from "./connection";
import { defaults, readRole, SETTINGS } from "./role-state";
import { list, literal, name, sameSet } from "./sql";

/** Properties that PostgreSQL has a pair of words for. */
const SWITCHES: Record<string, string> = {
    superuser: "SUPERUSER",
    createDatabase: "CREATEDB",
    createRole: "CREATEROLE",
    inherit: "INHERIT",
    login: "LOGIN",
    replication: "REPLICATION",
    bypassRowLevelSecurity: "BYPASSRLS",
};

export const role: Resource = {
    defaults,
    replaceOn: [],
    computed: [],
    autoName: true,

    check({ connectionLimit, validUntil }) {
        const failures: Record<string, string> = {};
        if (connectionLimit !== UNKNOWN && Number(connectionLimit) < -1) {
            failures.connectionLimit = "must be -1 (no limit) or more";
        }
        if (![UNKNOWN, "infinity", ""].includes(text(validUntil)) && Number.isNaN(Date.parse(text(validUntil)))) {
            failures.validUntil = `must be a date and time or "infinity", not ${JSON.stringify(validUntil)}`;
        }
        return failures;
    },

    same(property, before, after) {
        if (property === "roles") {
            return sameSet(before, after);
        }
        if (property === "passwordWo") {
            return true;
        } // never kept; passwordWoVersion says when it is a new one
        if (property === "validUntil" && after !== "infinity") {
            return Date.parse(text(before)) === Date.parse(text(after));
        }
        return equal(before, after);
    },

    async create(inputs) {
        await inTransaction(async (session) => {
            await session.query(`CREATE ROLE ${name(inputs.name)} WITH ${options(inputs, () => true)}`);
            for (const group of list(inputs.roles)) {
                await session.query(`GRANT ${name(group)} TO ${name(inputs.name)}`);
            }
            await set(session, inputs, (property) => inputs[property] !== undefined);
        });
        return { id: text(inputs.name), outputs: withoutPasswordWo(inputs) };
    },

    read: (id, state) => connected((session) => readRole(session, text(state.name ?? id), state)),

    async update(_id, before, inputs) {
        const changed = (property: string): boolean => !role.same?.(property, before[property], inputs[property]);
        await inTransaction(async (session) => {
            if (changed("name")) {
                await session.query(`ALTER ROLE ${name(before.name)} RENAME TO ${name(inputs.name)}`);
            }
            // A renamed role loses an MD5 password, so the password is set again together with the name.
            const altered = options(
                inputs,
                (property) =>
                    changed(property) || (property === "password" && (changed("name") || changed("passwordWoVersion"))),
            );
            if (altered) {
                await session.query(`ALTER ROLE ${name(inputs.name)} WITH ${altered}`);
            }
            const [were, will] = [list(before.roles), list(inputs.roles)];
            for (const group of were.filter((each) => !will.includes(each))) {
                await session.query(`REVOKE ${name(group)} FROM ${name(inputs.name)}`);
            }
            for (const group of will.filter((each) => !were.includes(each))) {
                await session.query(`GRANT ${name(group)} TO ${name(inputs.name)}`);
            }
            await set(session, inputs, changed);
        });
        return withoutPasswordWo(inputs);
    },

    delete: (id, state) =>
        inTransaction(async (session) => {
            const gone = text(state.name ?? id);
            const { rowCount } = await session.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [gone]);
            if (!rowCount) {
                return;
            }
            if (!state.skipReassignOwned) {
                await asMember(session, [gone], async () => {
                    await session.query(`REASSIGN OWNED BY ${name(gone)} TO CURRENT_USER`);
                    await session.query(`DROP OWNED BY ${name(gone)}`);
                });
            }
            if (!state.skipDropRole) {
                await session.query(`DROP ROLE ${name(gone)}`);
            }
        }),
};

/** The words of CREATE ROLE or ALTER ROLE for those properties that `wanted` picks. */
function options(inputs: Properties, wanted: (property: string) => boolean): string {
    const words = Object.entries(SWITCHES)
        .filter(([property]) => wanted(property))
        .map(([property, word]) => (inputs[property] ? word : `NO${word}`));
    if (wanted("connectionLimit")) {
        words.push(`CONNECTION LIMIT ${Number(inputs.connectionLimit)}`);
    }
    if (wanted("validUntil")) {
        words.push(`VALID UNTIL ${literal(inputs.validUntil || "infinity")}`);
    }
    if (wanted("password")) {
        const password = inputs.password ?? inputs.passwordWo;
        words.push(
            password === undefined || text(password).toUpperCase() === "NULL"
                ? "PASSWORD NULL"
                : `PASSWORD ${literal(password)}`,
        );
    }
    return words.join(" ");
}

async function set(session: Session, inputs: Properties, wanted: (property: string) => boolean): Promise<void> {
    for (const [property, setting] of Object.entries(SETTINGS).filter(([property]) => wanted(property))) {
        const value = inputs[property];
        const paths = list(value);
        if (!value || (Array.isArray(value) && paths.length === 0)) {
            await session.query(`ALTER ROLE ${name(inputs.name)} RESET ${setting}`);
        } else {
            await session.query(
                `ALTER ROLE ${name(inputs.name)} SET ${setting} TO ${paths.length ? paths.map(name).join(", ") : literal(value)}`,
            );
        }
    }
}

function withoutPasswordWo({ passwordWo: _passwordWo, ...outputs }: Properties): Properties {
    return outputs;
}
