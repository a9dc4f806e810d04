import { ExistingPostgresServer } from "../../../components/data/existing-postgres-server";
import { OwnedDatabase, type OwnedDatabaseArgs } from "../../../components/data/owned-database";
import { PostgresServer } from "../../../components/data/postgres-server";
import { only, registered, settled } from "../../../tools/mocked/registered";
import { dockerHost } from "../../support/fixtures";

const roleType = "postgresql:index/role:Role";
const databaseType = "postgresql:index/database:Database";
const grantType = "postgresql:index/grant:Grant";
const defaultType = "postgresql:index/defaultPrivileges:DefaultPrivileges";

const build = (more: Partial<OwnedDatabaseArgs> = {}, kind: "embedded" | "existing" = "embedded") =>
    registered(() => {
        const server =
            kind === "embedded"
                ? new PostgresServer("postgres", { host: dockerHost(), port: 5442, generation: 1 })
                : new ExistingPostgresServer("postgres", {
                      host: "db.example.com",
                      port: 5432,
                      tls: { sslMode: "require" },
                      adminUser: "admin",
                      adminPassword: "of-the-admin",
                  });
        return new OwnedDatabase("books", {
            server,
            database: "books",
            user: "writer",
            connectionLimit: 20,
            generations: { owner: 2, readOnly: 3 },
            ...more,
        });
    });

describe("OwnedDatabase", () => {
    test("creates a role, and after it a database that the role owns", async () => {
        const { resources } = await build();
        const role = only(resources, roleType, "books-role");
        const database = only(resources, databaseType, "books-database");
        expect(role.inputs).toEqual({
            name: "writer",
            login: true,
            password: "generated-books-password",
            connectionLimit: 20,
        });
        expect(database.inputs).toEqual({ name: "books", owner: "writer" });
        expect(database.dependencies).toContain("books-role");
    });

    test("limits the time of the owner's statements only if asked to, in milliseconds", async () => {
        const limited = await build({ statementSeconds: 90 });
        expect(only(limited.resources, roleType, "books-role").inputs.statementTimeout).toBe(90_000);
        const { resources } = await build({ statementSeconds: 0 });
        expect(only(resources, roleType, "books-role").inputs).not.toHaveProperty("statementTimeout");
    });

    test("asks for no privilege beyond ownership", async () => {
        const { resources } = await build({ readOnlyUser: "viewer" });
        for (const name of ["books-role", "books-read-only-role"]) {
            const { inputs } = only(resources, roleType, name);
            for (const privilege of ["superuser", "createRole", "createDatabase", "replication", "roles"]) {
                expect(inputs).not.toHaveProperty(privilege);
            }
        }
    });

    test("keeps the password secret, generated or given", async () => {
        const generated = await build();
        expect(only(generated.resources, roleType, "books-role").secretInputs).toEqual(["password"]);
        expect(
            only(generated.resources, "random:index/randomPassword:RandomPassword", "books-password")
                .replacementTrigger,
        ).toBe(2);
        const given = await build({ password: "given" });
        expect(only(given.resources, roleType, "books-role").secretInputs).toEqual(["password"]);
        expect(given.resources.map(({ name }) => name)).not.toContain("books-password");
    });

    test("gives a login that waits for the database", async () => {
        const { result } = await build();
        expect(await settled(result.login.database as never)).toEqual({ value: "books", secret: false });
        expect(await settled(result.login.password as never)).toEqual({
            value: "generated-books-password",
            secret: true,
        });
        expect(result.login).toMatchObject({ host: "postgres", port: 5432 });
        expect(result.readOnlyLogin).toBeUndefined();
    });
});

describe("who may connect", () => {
    test("is not PUBLIC, on a server with a superuser, who needs no grant", async () => {
        const { resources } = await build();
        const grants = resources.filter(({ type }) => type === grantType);
        expect(grants.map(({ inputs }) => inputs)).toEqual([
            { database: "books", role: "public", objectType: "database", privileges: [] },
        ]);
        expect(grants[0].waitsFor.some((urn) => urn.endsWith("::postgres-provider"))).toBe(true);
        expect(grants[0].dependencies).toContain("books-database");
    });

    test("is the admin by a grant elsewhere, given before PUBLIC loses the right, by the owner", async () => {
        const { resources } = await build({}, "existing");
        const admin = only(resources, grantType, "books-access-admin");
        expect(admin.inputs).toEqual({
            database: "books",
            role: "admin",
            objectType: "database",
            privileges: ["CONNECT"],
        });
        const everybody = only(resources, grantType, "books-access-public");
        expect(everybody.dependencies).toContain("books-access-admin");
        const owner = only(resources, "pulumi:providers:postgresql", "books-owner-provider");
        expect(owner.inputs).toMatchObject({
            host: "db.example.com",
            username: "writer",
            database: "books",
            sslmode: "require",
            superuser: "false",
        });
        expect(owner.secretInputs).toEqual(["password"]);
        for (const grant of [admin, everybody]) {
            expect(grant.waitsFor).toContain(owner.urn);
        }
    });
});

describe("a read-only role", () => {
    test.each(["embedded", "existing"] as const)(
        "may connect, and read what is there and what will be, %s",
        async (kind) => {
            const { resources, result } = await build({ readOnlyUser: "viewer" }, kind);
            const role = only(resources, roleType, "books-read-only-role");
            expect(role.inputs).toEqual({
                name: "viewer",
                login: true,
                password: "generated-books-read-only-password",
                connectionLimit: 10,
                statementTimeout: 600_000,
                idleInTransactionSessionTimeout: 600_000,
            });
            expect(role.secretInputs).toEqual(["password"]);
            const granted = resources.filter(
                ({ type, inputs }) => [grantType, defaultType].includes(type) && inputs.role === "viewer",
            );
            expect(
                granted.map(({ inputs }) => [inputs.objectType, inputs.schema, inputs.owner, inputs.privileges]),
            ).toEqual([
                ["database", undefined, undefined, ["CONNECT"]],
                ["table", "public", undefined, ["SELECT"]],
                ["schema", undefined, "writer", ["USAGE"]],
                ["table", undefined, "writer", ["SELECT"]],
            ]);
            expect(await settled(result.readOnlyLogin?.password as never)).toMatchObject({ secret: true });
        },
    );

    test("gets its rights one after the other, or Postgres fails with 'tuple concurrently updated'", async () => {
        const { resources } = await build({ readOnlyUser: "viewer" }, "existing");
        const chain = [
            "books-access-admin",
            "books-access-public",
            "books-access-read-only",
            "books-access-tables",
            "books-access-new-schemas",
            "books-access-new-tables",
        ];
        for (const [index, name] of chain.entries()) {
            const found = resources.find((each) => each.name === name);
            expect([name, ...(found?.dependencies ?? [])]).toEqual(
                expect.arrayContaining(index === 0 ? [name] : [chain[index - 1]]),
            );
        }
    });

    test("is created before the database, so that it is deleted after it, with no right left to a table", async () => {
        const { resources } = await build({ readOnlyUser: "viewer" }, "existing");
        expect(only(resources, databaseType, "books-database").dependencies).toContain("books-read-only-role");
    });
});
