import { type NewDatabase } from "../components/data/owned-database";
import { type SettingsReader } from "./reader";
import * as values from "./values";

/**
 * Reads the settings of a database with one prefix: its name, its owner and its read-only role.
 *
 * @param password of the owner. It is read by the caller: tools/docs finds secret settings by their literal names.
 */
export function readNewDatabase(
    reader: SettingsReader,
    prefix: "metaDatabase" | "analytics",
    password: NewDatabase["password"],
): NewDatabase {
    const nameSetting = prefix === "analytics" ? "analyticsDatabase" : "metaDatabaseName";
    const readOnlySetting = `${prefix}ReadOnlyUser`;
    const database = {
        database: reader.value(nameSetting, values.databaseName),
        user: reader.value(`${prefix}User`, values.databaseName),
        password,
        connectionLimit: reader.value(`${prefix}ConnectionLimit`, values.connectionLimit),
        // Airflow's own role has no limit: a migration or a cleaning takes as long as it takes.
        ...(prefix === "analytics" && {
            statementSeconds: reader.value("analyticsStatementTimeout", statementTimeout),
        }),
        readOnlyUser: reader.optional(readOnlySetting, values.databaseName),
    };
    if (database.readOnlyUser !== undefined && database.readOnlyUser === database.user) {
        reader.refuse(
            readOnlySetting,
            `${database.user} owns the database, and may write to it`,
            `pulumi config set ${readOnlySetting} ${database.user}_reader`,
        );
    }
    return database;
}

/** Postgres counts milliseconds, in 31 bits. */
function statementTimeout(text: string): number {
    const value = values.seconds(text);
    if (value > 2_147_483) {
        throw new values.BadValue(`${text} is more seconds than Postgres takes: 2147483 at most, or 0 for no limit`);
    }
    return value;
}
