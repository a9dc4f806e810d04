import { errorOf, read } from "../support/stack-settings";

const managed = { metaDatabaseHost: "db", metaDatabaseAdminUser: "admin", metaDatabaseAdminPassword: "of the admin" };
const unmanaged = { metaDatabaseHost: "db", metaDatabaseManaged: false, metaDatabasePassword: "of the role" };
const elsewhere = { analyticsHost: "db", analyticsPassword: "of the role" };
const bigquery = { warehouse: "bigquery", bigqueryProject: "my-project" };
const secrets = ["metaDatabaseAdminPassword", "metaDatabasePassword", "analyticsPassword"];

describe("a database or role is refused", () => {
    test.each<[string, Record<string, unknown>, string, string]>([
        ["template0", { metaDatabaseName: "template0" }, "metaDatabaseName", "the database template0 is Postgres' own"],
        [
            "template1",
            { analyticsDatabase: "template1" },
            "analyticsDatabase",
            "the database template1 is Postgres' own",
        ],
        ["postgres", { analyticsDatabase: "postgres" }, "analyticsDatabase", "the database postgres is Postgres' own"],
        ["the example's", { analyticsDatabase: "source" }, "analyticsDatabase", "the database source is the example's"],
        [
            "an existing template",
            { ...managed, ...elsewhere, analyticsDatabase: "template1" },
            "analyticsDatabase",
            "the database template1 is Postgres' own",
        ],
        ["the superuser", { metaDatabaseUser: "postgres" }, "metaDatabaseUser", "the role postgres is Postgres' own"],
        [
            "Postgres' own role",
            { analyticsUser: "pg_monitor" },
            "analyticsUser",
            "the role pg_monitor would be Postgres' own",
        ],
        ["the example's role", { analyticsUser: "source" }, "analyticsUser", "the role source is the example's"],
        [
            "the example's reader",
            { analyticsReadOnlyUser: "source_reader" },
            "analyticsReadOnlyUser",
            "the role source_reader is the example's",
        ],
        [
            "the admin",
            { ...managed, analyticsUser: "admin" },
            "analyticsUser",
            "admin is metaDatabaseAdminUser, which creates the roles",
        ],
        [
            "one database for both",
            { analyticsDatabase: "airflow" },
            "analyticsDatabase",
            "the database airflow is metaDatabaseName's as well",
        ],
        [
            "one database for both on an existing server",
            { ...unmanaged, ...elsewhere, analyticsDatabase: "airflow" },
            "analyticsDatabase",
            "the database airflow is metaDatabaseName's as well",
        ],
        [
            "one role for both",
            { analyticsUser: "airflow" },
            "analyticsUser",
            "the role airflow is metaDatabaseUser's as well",
        ],
        [
            "a managed role that exists as well",
            { ...managed, ...elsewhere, analyticsUser: "airflow" },
            "analyticsUser",
            "the role airflow is metaDatabaseUser's as well",
        ],
        [
            "an owner that is the other's reader",
            { metaDatabaseReadOnlyUser: "analytics" },
            "analyticsUser",
            "the role analytics is metaDatabaseReadOnlyUser's as well",
        ],
        [
            "one reader for both",
            { metaDatabaseReadOnlyUser: "viewer", analyticsReadOnlyUser: "viewer" },
            "analyticsReadOnlyUser",
            "the role viewer is metaDatabaseReadOnlyUser's as well",
        ],
    ])("%s", async (_what, own, setting, wrong) => {
        const message = await errorOf(own, secrets);
        expect(message).toContain("nothing was changed");
        expect(message).toContain(`  ${setting}: ${wrong}`);
        expect(message).toContain(`pulumi config set ${setting} <value>`);
        expect(message.match(/^ {2}\w/gm)).toHaveLength(1);
    });
});

describe("a database or role is taken", () => {
    test.each<[string, Record<string, unknown>]>([
        ["postgres on a server where nothing is created", { ...unmanaged, ...bigquery, metaDatabaseName: "postgres" }],
        ["the role postgres where none is created", { ...managed, ...elsewhere, analyticsUser: "postgres" }],
        [
            "source on another server than the example's",
            { ...managed, analyticsDatabase: "source", analyticsUser: "source" },
        ],
        ["the same names on two servers", { ...elsewhere, analyticsDatabase: "airflow", analyticsUser: "airflow" }],
        [
            "the same names on two ports",
            { ...managed, ...elsewhere, analyticsPort: 5433, analyticsDatabase: "airflow", analyticsUser: "airflow" },
        ],
        ["one existing role for two existing databases", { ...unmanaged, ...elsewhere, analyticsUser: "airflow" }],
        ["the name of a database that is not used", { ...bigquery, metaDatabaseName: "analytics" }],
    ])("%s", async (_what, own) => {
        await expect(read(own, secrets)).resolves.toBeDefined();
    });
});
