/** A small Pulumi program: Airflow's database on servers that are there already, one for each entry of its config. */
import * as pulumi from "@pulumi/pulumi";
import {
    ExistingPostgresServer,
    type ExistingPostgresServerArgs,
} from "../../../components/data/existing-postgres-server";
import { MetadataDatabase } from "../../../components/data/metadata-database";

/**
 * A server, the password of the role to create there, if it is not to be generated, the limit of its statements, if there is one, and the
 * name of a read-only role, if there is to be one. Role and database have the entry's name.
 */
export type Entry = ExistingPostgresServerArgs & {
    password?: string;
    statementSeconds?: number;
    readOnlyUser?: string;
};

const entries = new pulumi.Config().requireObject<Record<string, Entry>>("entries");

/** The password of each role. */
export const passwords: Record<string, pulumi.Input<string>> = {};

for (const [name, { password, statementSeconds, readOnlyUser, ...existing }] of Object.entries(entries)) {
    const server = new ExistingPostgresServer(name, { ...existing, protect: false });
    const { login, readOnlyLogin } = new MetadataDatabase(name, {
        server,
        database: name,
        user: name,
        password,
        connectionLimit: 20,
        statementSeconds,
        readOnlyUser,
    });
    passwords[name] = login.password;
    if (readOnlyUser !== undefined && readOnlyLogin !== undefined) {
        passwords[readOnlyUser] = readOnlyLogin.password;
    }
}
