import { type MetadataDatabaseChoice } from "../components/data/choices";
import { type SettingsReader } from "./reader";
import { type WarehouseSettings } from "./warehouse";

/** A database or a role, and the setting that names it. */
interface Named {
    setting: string;
    name: string;
    /** Whether the stack creates it. */
    created: boolean;
}

interface Names {
    databases: Named[];
    roles: Named[];
}

/**
 * Refuses a database or role that is another part's of the stack, or Postgres' own. The stack would share it with that part, or fail to
 * create it half-way.
 */
export function refuseForeignNames(
    reader: SettingsReader,
    { metadata, warehouse }: { metadata: MetadataDatabaseChoice; warehouse: WarehouseSettings },
): void {
    const [own, analytics] = [metadataNames(metadata), analyticsNames(warehouse)];
    for (const { setting, name, created } of [...own.databases, ...analytics.databases]) {
        if (["template0", "template1"].includes(name) || (name === "postgres" && created)) {
            refuse(reader, setting, `the database ${name} is Postgres' own`);
        } else if (name === "source" && created && metadata.kind === "embedded") {
            refuse(reader, setting, "the database source is the example's");
        }
    }
    for (const { setting, name, created } of [...own.roles, ...analytics.roles]) {
        const wrong = problemOfRole(name, created, metadata);
        if (wrong !== undefined) {
            refuse(reader, setting, wrong);
        }
    }
    if (onOneServer(metadata, warehouse)) {
        refuseShared(reader, "database", own.databases, analytics.databases);
        // Roles that exist may be one: then it has one password.
        const isNew = [...own.roles, ...analytics.roles].some(({ created }) => created);
        refuseShared(reader, "role", isNew ? own.roles : [], analytics.roles);
    }
}

function problemOfRole(name: string, created: boolean, metadata: MetadataDatabaseChoice): string | undefined {
    // Postgres reserves the prefix: https://www.postgresql.org/docs/current/sql-createrole.html
    if (name.startsWith("pg_")) {
        return `the role ${name} would be Postgres' own: pg_ begins the names of its own roles`;
    }
    if (!created) {
        return undefined;
    }
    if (metadata.kind === "managed" && name === metadata.server.adminUser) {
        return `${name} is metaDatabaseAdminUser, which creates the roles`;
    }
    if (name === "postgres") {
        return "the role postgres is Postgres' own";
    }
    return metadata.kind === "embedded" && ["source", "source_reader"].includes(name)
        ? `the role ${name} is the example's`
        : undefined;
}

function refuseShared(reader: SettingsReader, what: string, own: Named[], analytics: Named[]): void {
    for (const { setting, name } of analytics) {
        const other = own.find((each) => each.name === name);
        if (other !== undefined) {
            refuse(reader, setting, `the ${what} ${name} is ${other.setting}'s as well`);
        }
    }
}

function refuse(reader: SettingsReader, setting: string, wrong: string): void {
    reader.refuse(setting, wrong, `pulumi config set ${setting} <value>`);
}

function metadataNames(metadata: MetadataDatabaseChoice): Names {
    const created = metadata.kind !== "unmanaged";
    return names("metaDatabaseName", "metaDatabase", created, created ? metadata.database : metadata.login);
}

/** Those of another warehouse than Postgres are not used. */
function analyticsNames(warehouse: WarehouseSettings): Names {
    if (warehouse.kind !== "postgres") {
        return { databases: [], roles: [] };
    }
    const { database: choice } = warehouse;
    const created = choice.kind === "managed";
    return names("analyticsDatabase", "analytics", created, created ? choice.database : choice.login);
}

function names(
    databaseSetting: string,
    prefix: string,
    created: boolean,
    given: { database: unknown; user: unknown; readOnlyUser?: string },
): Names {
    const named = (setting: string, name: unknown): Named[] =>
        typeof name === "string" ? [{ setting, name, created }] : [];
    return {
        databases: named(databaseSetting, given.database),
        roles: [...named(`${prefix}User`, given.user), ...named(`${prefix}ReadOnlyUser`, given.readOnlyUser)],
    };
}

function onOneServer(metadata: MetadataDatabaseChoice, warehouse: WarehouseSettings): boolean {
    if (warehouse.kind !== "postgres") {
        return false;
    }
    if (warehouse.database.kind === "managed") {
        return metadata.kind !== "unmanaged";
    }
    if (metadata.kind === "embedded") {
        return false;
    }
    const [one, other] = [metadata.kind === "managed" ? metadata.server : metadata.login, warehouse.database.login];
    return one.host === other.host && one.port === other.port;
}
