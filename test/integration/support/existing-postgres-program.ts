/** A small Pulumi program: Airflow's database on servers that are there already, one for each entry of its config. */
import * as pulumi from "@pulumi/pulumi";
import {
    ExistingPostgresServer,
    type ExistingPostgresServerArgs,
} from "../../../components/data/existing-postgres-server";
import { MetadataDatabase } from "../../../components/data/metadata-database";

/** A server, and the password of the role to make there, if it is not to be generated. Role and database have the entry's name. */
export type Entry = ExistingPostgresServerArgs & { password?: string };

const entries = new pulumi.Config().requireObject<Record<string, Entry>>("entries");

/** The password of each role. */
export const passwords = Object.fromEntries(
    Object.entries(entries).map(([name, { password, ...server }]) => {
        const { provider, address } = new ExistingPostgresServer(name, server);
        const { login } = new MetadataDatabase(name, {
            provider,
            address,
            database: name,
            user: name,
            password,
            generation: 1,
        });
        return [name, login.password];
    }),
);
