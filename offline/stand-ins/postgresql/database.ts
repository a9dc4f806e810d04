/** `postgresql.Database`. */
import { equal, type Properties, type Resource, type State, text, UNKNOWN } from "../resource";
import { asMember, connected, inTransaction, type Session } from "./connection";
import { literal, name, orDefault } from "./sql";

export const database: Resource = {
    defaults: { allowConnections: true, alterObjectOwnership: false, connectionLimit: -1 },
    replaceOn: ["template", "encoding", "lcCollate", "lcCtype"],
    // What the program leaves open is the server's choice, which is then no difference.
    computed: ["owner", "template", "encoding", "lcCollate", "lcCtype", "tablespaceName", "isTemplate"],
    autoName: true,

    check({ connectionLimit }): Record<string, string> {
        return connectionLimit !== UNKNOWN && Number(connectionLimit) < -1
            ? { connectionLimit: "must be -1 (no limit) or more" }
            : {};
    },

    same(property, before, after) {
        const open = ["template", "encoding", "lcCollate", "lcCtype", "tablespaceName"].includes(property);
        return (open && text(after).toUpperCase() === "DEFAULT") || equal(before, after);
    },

    create: (inputs) =>
        connected(async (session) => {
            const create = `CREATE DATABASE ${name(inputs.name)} ${clauses(inputs)}`;
            await asMember(session, inputs.owner ? [text(inputs.owner)] : [], () => session.query(create));
            const made = await read(session, text(inputs.name), inputs);
            if (!made) {
                throw new Error(`database ${text(inputs.name)} was created and is gone again`);
            }
            return made;
        }),

    read: (id, state) => connected((session) => read(session, text(state.name ?? id), state)),

    async update(_id, before, inputs) {
        const changed = (property: string): boolean =>
            inputs[property] !== undefined && !equal(before[property], inputs[property]);
        if (changed("owner") && inputs.alterObjectOwnership) {
            await inTransaction(
                (session) =>
                    asMember(session, [text(before.owner), text(inputs.owner)], () =>
                        session.query(`REASSIGN OWNED BY ${name(before.owner)} TO ${name(inputs.owner)}`),
                    ),
                before.name,
            );
        }
        return connected(async (session) => {
            const alter = (clause: string): Promise<unknown> =>
                session.query(`ALTER DATABASE ${name(inputs.name)} ${clause}`);
            if (changed("name")) {
                await session.query(`ALTER DATABASE ${name(before.name)} RENAME TO ${name(inputs.name)}`);
            }
            if (changed("owner")) {
                await asMember(session, [text(inputs.owner)], () => alter(`OWNER TO ${name(inputs.owner)}`));
            }
            if (changed("tablespaceName")) {
                await alter(`SET TABLESPACE ${name(inputs.tablespaceName)}`);
            }
            if (changed("connectionLimit")) {
                await alter(`CONNECTION LIMIT ${Number(inputs.connectionLimit)}`);
            }
            if (changed("allowConnections")) {
                await alter(`ALLOW_CONNECTIONS ${Boolean(inputs.allowConnections)}`);
            }
            if (changed("isTemplate")) {
                await alter(`IS_TEMPLATE ${Boolean(inputs.isTemplate)}`);
            }
            return { ...before, ...inputs };
        });
    },

    delete: (id, state) =>
        connected(async (session) => {
            const gone = text(state.name ?? id);
            const found = await read(session, gone, state);
            if (!found) {
                return;
            }
            await asMember(session, [text(found.outputs.owner)], async () => {
                if (found.outputs.isTemplate) {
                    await session.query(`ALTER DATABASE ${name(gone)} IS_TEMPLATE false`);
                }
                const force =
                    Number(
                        (await session.query<{ v: string }>("SELECT current_setting('server_version_num') AS v"))
                            .rows[0]?.v,
                    ) >= 130000;
                await session.query(`DROP DATABASE ${name(gone)}${force ? " WITH (FORCE)" : ""}`);
            });
        }),
};

function clauses(inputs: Properties): string {
    const words = [
        `OWNER ${inputs.owner ? name(inputs.owner) : "CURRENT_USER"}`,
        `TEMPLATE ${inputs.template ? orDefault(inputs.template, name) : "template0"}`,
        `ENCODING ${inputs.encoding ? orDefault(inputs.encoding, literal) : "'UTF8'"}`,
    ];
    if (inputs.lcCollate) {
        words.push(`LC_COLLATE ${orDefault(inputs.lcCollate, literal)}`);
    }
    if (inputs.lcCtype) {
        words.push(`LC_CTYPE ${orDefault(inputs.lcCtype, literal)}`);
    }
    if (inputs.tablespaceName) {
        words.push(`TABLESPACE ${orDefault(inputs.tablespaceName, name)}`);
    }
    words.push(
        `ALLOW_CONNECTIONS ${Boolean(inputs.allowConnections)}`,
        `CONNECTION LIMIT ${Number(inputs.connectionLimit)}`,
    );
    words.push(`IS_TEMPLATE ${Boolean(inputs.isTemplate)}`);
    return words.join(" ");
}

async function read(session: Session, databaseName: string, state: Properties): Promise<State | undefined> {
    const { rows } = await session.query<Properties>(
        `SELECT datname AS name, pg_get_userbyid(datdba)::text AS owner, pg_encoding_to_char(encoding) AS encoding, datcollate AS "lcCollate",
                datctype AS "lcCtype", spcname AS "tablespaceName", datconnlimit AS "connectionLimit", datallowconn AS "allowConnections",
                datistemplate AS "isTemplate"
         FROM pg_database JOIN pg_tablespace ON dattablespace = pg_tablespace.oid WHERE datname = $1`,
        [databaseName],
    );
    if (!rows[0]) {
        return undefined;
    }
    const kept = { template: state.template ?? "template0", alterObjectOwnership: state.alterObjectOwnership ?? false };
    return { id: databaseName, outputs: { ...rows[0], ...kept } };
}
