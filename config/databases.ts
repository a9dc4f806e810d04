import { type AnalyticsDatabaseChoice, type MetadataDatabaseChoice } from "../components/data/choices";
import { type NewDatabase } from "../components/data/owned-database";
import { readNewDatabase } from "./new-database";
import { password as passwordText } from "./passwords";
import { type SettingsReader } from "./reader";
import { readServer } from "./server";
import * as values from "./values";

/** Where Airflow's database is: existing and unmanaged, created on an existing server, or created on the stack's own. */
export function readMetadataDatabase(reader: SettingsReader): MetadataDatabaseChoice {
    const server = readServer(reader, "metaDatabase");
    const port = reader.value("postgresPort", values.port);
    const bindAddress = reader.value("postgresBindAddress", values.address);
    const managed = reader.value("metaDatabaseManaged", values.flag);
    const adminUser = reader.value("metaDatabaseAdminUser", values.userName);
    const adminPassword = reader.secret("metaDatabaseAdminPassword", passwordText);
    const password = reader.secret("metaDatabasePassword", passwordText);
    const database = readNewDatabase(reader, "metaDatabase", password);
    if (!managed) {
        refuseReadOnlyUser(reader, "metaDatabaseReadOnlyUser", database, "metaDatabaseManaged is false");
        const known = reader.needed(
            password,
            "metaDatabasePassword",
            `it is missing, and nothing is created where metaDatabaseManaged is false: give the password of ${database.user}`,
            "pulumi config set --secret metaDatabasePassword",
        );
        if (server !== undefined) {
            const { user, database: name } = database;
            return { kind: "unmanaged", login: { ...server, user, password: known, database: name } };
        }
        reader.refuse(
            "metaDatabaseHost",
            "it is missing, and without it the stack runs a server of its own, with role and database",
            "pulumi config set metaDatabaseHost <value>",
        );
    }
    if (server === undefined) {
        return { kind: "embedded", port, bindAddress, database };
    }
    const known = reader.needed(
        adminPassword,
        "metaDatabaseAdminPassword",
        `it is missing, and without it no database can be made on ${server.host}`,
        "pulumi config set --secret metaDatabaseAdminPassword",
    );
    return { kind: "managed", server: { ...server, adminUser, adminPassword: known }, database };
}

/**
 * Where dbt's database is, if it is on Postgres.
 *
 * @param chosen whether Postgres is the warehouse; if not, nothing may be missing
 */
export function readAnalyticsDatabase(
    reader: SettingsReader,
    metadata: MetadataDatabaseChoice,
    chosen: boolean,
): AnalyticsDatabaseChoice {
    const server = readServer(reader, "analytics");
    const password = reader.secret("analyticsPassword", passwordText);
    const database = readNewDatabase(reader, "analytics", password);
    if (server !== undefined) {
        refuseReadOnlyUser(reader, "analyticsReadOnlyUser", database, "analyticsHost is set");
        const { user, database: name } = database;
        if (chosen && password === undefined) {
            reader.refuse(
                "analyticsPassword",
                `it is missing; dbt and Airflow need it to log in to the analytics database on ${server.host}`,
                "pulumi config set --secret analyticsPassword",
            );
        }
        return { kind: "unmanaged", login: { ...server, user, password: password ?? "", database: name } };
    }
    if (chosen && metadata.kind === "unmanaged") {
        reader.refuse(
            "analyticsHost",
            "it is missing, and where metaDatabaseManaged is false no analytics database is created either: give its host",
            "pulumi config set analyticsHost <value>",
        );
    }
    return { kind: "managed", database };
}

/** Nothing is created in a database that exists already. */
function refuseReadOnlyUser(
    reader: SettingsReader,
    setting: string,
    { readOnlyUser }: NewDatabase,
    because: string,
): void {
    if (readOnlyUser !== undefined) {
        reader.refuse(setting, `no role is created where ${because}`, `pulumi config rm ${setting}`);
    }
}
