import { type Client } from "pg";
import { type Entry } from "./support/existing-postgres-program";
import { errorsIn, ExistingPostgresStack } from "./support/existing-postgres-stack";
import { ForeignPostgres, type RoleLogin } from "./support/foreign-postgres";
import { Authority } from "./support/foreign-postgres-certificates";

const versions = [14, 15, 16, 17] as const;
type Version = (typeof versions)[number];

let servers: Record<Version, ForeignPostgres>;
let admins: Record<Version, RoleLogin>;
let stack: ExistingPostgresStack;

beforeAll(async () => {
    const started = await Promise.all([
        ...versions.map((version) => ForeignPostgres.start(version)),
        ExistingPostgresStack.make(),
    ]);
    stack = started.pop() as ExistingPostgresStack;
    servers = Object.fromEntries(
        (started as ForeignPostgres[]).map((server) => [server.version, server]),
    ) as typeof servers;
    const made = versions.map(async (version) => [version, await servers[version].makeAdmin()] as const);
    admins = Object.fromEntries(await Promise.all(made)) as typeof admins;
});

afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((server) => server.remove()));
    stack?.forget();
});

/** The way to a server, as its users give it in the stack's config. */
function entry(version: Version, admin = admins[version], tls: Partial<Entry["tls"]> = {}): Entry {
    const { host, port, caCertificate } = servers[version];
    return {
        host,
        port,
        adminUser: admin.user,
        adminPassword: admin.password,
        tls: { sslMode: "verify-full", caCertificate, ...tls },
    };
}

/** All that a server has of roles, memberships, databases and rights to them. */
async function contents(server: ForeignPostgres): Promise<unknown> {
    const roles = await server.query("SELECT * FROM pg_roles ORDER BY oid");
    const members = await server.query(
        "SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members ORDER BY 1, 2",
    );
    const databases = await server.query(
        "SELECT datname, datdba, datacl, datconnlimit FROM pg_database ORDER BY datname",
    );
    return { roles, members, databases };
}

describe("Airflow's database on an existing server, with an admin who is not a superuser", () => {
    const before: Record<number, unknown> = {};
    const name = (version: Version) => `airflow_${version}`;
    const viewer = (version: Version) => `viewer_${version}`;
    const entries = (more: Partial<Entry> = {}) =>
        Object.fromEntries(
            versions.map((version) => [name(version), { ...entry(version), readOnlyUser: viewer(version), ...more }]),
        );
    let generated: Record<string, string>;

    beforeAll(async () => {
        for (const version of versions) {
            await servers[version].query("CREATE DATABASE others");
            await servers[version].query("REVOKE CONNECT ON DATABASE others FROM PUBLIC");
            before[version] = await contents(servers[version]);
        }
        await stack.set(entries());
        await stack.up();
        generated = await stack.passwords();
    });

    test.each(versions)("on Postgres %i is owned by a role that may do nothing else", async (version) => {
        const [server, login] = [servers[version], { user: name(version), password: generated[name(version)] }];
        const [role] = await server.query("SELECT * FROM pg_roles WHERE rolname = $1", [name(version)]);
        expect(role).toMatchObject({
            rolcanlogin: true,
            rolsuper: false,
            rolcreatedb: false,
            rolcreaterole: false,
            rolreplication: false,
            rolbypassrls: false,
            rolconnlimit: 20,
        });
        expect(await server.query("SELECT datname FROM pg_database WHERE datdba = $1", [role.oid])).toEqual([
            { datname: name(version) },
        ]);
        expect(await server.query("SELECT 1 FROM pg_auth_members WHERE member = $1", [role.oid])).toEqual([]);

        await server.queryAs(login, "CREATE TABLE log (line text)", [], name(version));
        await server.queryAs(login, "CREATE SCHEMA own", [], name(version));
        await expect(server.queryAs(login, "SELECT 1", [], "others")).rejects.toMatchObject({ code: "42501" });
        await expect(server.queryAs(login, "CREATE DATABASE more")).rejects.toMatchObject({ code: "42501" });
    });

    test.each(versions)("on Postgres %i leaves the admin no way in", async (version) => {
        const may = "SELECT pg_has_role('admin', $1, 'USAGE') AS uses, pg_has_role('admin', $1, 'MEMBER') AS belongs";
        // Who makes a role may hand it on since Postgres 16, and belongs to it by that, but has none of its rights.
        expect(await servers[version].query(may, [name(version)])).toEqual([{ uses: false, belongs: version >= 16 }]);
        await expect(
            servers[version].queryAs(admins[version], "SELECT * FROM log", [], name(version)),
        ).rejects.toMatchObject({ code: "42501" });
    });

    test.each(versions)(
        "on Postgres %i is closed to all but its owner, the admin and the read-only role",
        async (version) => {
            const server = servers[version];
            const stranger = await server.makeAdmin("stranger", { createRole: false, createDatabase: false });
            await expect(server.queryAs(stranger, "SELECT 1", [], name(version))).rejects.toMatchObject({
                code: "42501",
            });
            await server.queryAs(admins[version], "SELECT 1", [], name(version));
            await server.query("DROP ROLE stranger");
        },
    );

    test.each(versions)("on Postgres %i is read by a role that may change nothing", async (version) => {
        const server = servers[version];
        const owner = { user: name(version), password: generated[name(version)] };
        const reader = { user: viewer(version), password: generated[viewer(version)] };
        const ask = (query: string) => server.queryAs(reader, query, [], name(version));
        await server.queryAs(owner, "CREATE SCHEMA IF NOT EXISTS marts", [], name(version));
        await server.queryAs(owner, "CREATE TABLE marts.sales AS SELECT 7 AS amount", [], name(version));
        expect(await ask("SELECT amount FROM marts.sales")).toEqual([{ amount: 7 }]);
        expect(await ask("SELECT count(*)::int FROM log")).toEqual([{ count: 0 }]);
        for (const query of [
            "INSERT INTO log VALUES ('x')",
            "DELETE FROM marts.sales",
            "DROP TABLE marts.sales",
            "CREATE TABLE marts.more (line text)",
            "CREATE SCHEMA mine",
            "CREATE TEMPORARY TABLE mine (line text)",
        ]) {
            await expect(ask(query)).rejects.toMatchObject({ code: "42501" });
        }
        await expect(server.queryAs(reader, "SELECT 1", [], "others")).rejects.toMatchObject({ code: "42501" });
    });

    test.each(versions)(
        "on Postgres %i has a read-only role whose statements and open transactions end",
        async (version) => {
            const reader = { user: viewer(version), password: generated[viewer(version)] };
            for (const limit of ["statement_timeout", "idle_in_transaction_session_timeout"]) {
                expect(await servers[version].queryAs(reader, `SHOW ${limit}`, [], name(version))).toEqual([
                    { [limit]: "10min" },
                ]);
            }
        },
    );

    test("takes a limit of the owner's statements in place, and gives it up", async () => {
        const owner = (version: Version) => ({ user: name(version), password: generated[name(version)] });
        const sleep = (version: Version) =>
            servers[version].queryAs(owner(version), "SELECT pg_sleep(2)", [], name(version));
        const roles = () =>
            Promise.all(
                versions.map((version) => servers[version].query("SELECT oid, rolname FROM pg_roles ORDER BY 1")),
            );
        const former = await roles();
        const updated = versions.map((version) => `${name(version)}-role updated`).sort();
        for (const [seconds, expected] of [
            [1, /canceling statement due to statement timeout/],
            [0, undefined],
        ] as const) {
            await stack.set(entries({ statementSeconds: seconds }));
            const printed = await stack.up();
            expect(printed.match(/\S+ (updated|deleted|replaced|created)\b(?= \()/g)?.sort()).toEqual(updated);
            for (const version of versions) {
                await (expected ? expect(sleep(version)).rejects.toThrow(expected) : sleep(version));
            }
        }
        expect(await roles()).toEqual(former);
    });

    test("stays as it is in a second update, and nothing has drifted", async () => {
        await stack.up("--expect-no-changes");
        await stack.expectPulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    });

    test("takes a new password, and the old one is worth nothing", async () => {
        const password = "another password: it's 'quoted'";
        await stack.set(entries({ password }));
        const printed = await stack.up();
        // The generated ones go, since they are no longer needed; roles are changed in place, databases are not touched.
        expect(printed.match(/\S+ (updated|deleted|replaced|created)\b(?= \()/g)?.sort()).toEqual(
            versions
                .flatMap((version) => [
                    `${name(version)}-owner-provider updated`,
                    `${name(version)}-password deleted`,
                    `${name(version)}-role updated`,
                ])
                .sort(),
        );
        for (const version of versions) {
            const [server, user] = [servers[version], name(version)];
            await server.queryAs({ user, password }, "SELECT 1", [], user);
            await expect(
                server.queryAs({ user, password: generated[user] }, "SELECT 1", [], user),
            ).rejects.toMatchObject({ code: "28P01" });
        }
    });

    test("is removed without a trace, even while it is in use", async () => {
        const login = { user: name(17), password: (await stack.passwords())[name(17)] };
        await servers[17].connect(login, name(17));
        await stack.expectPulumi("destroy", "--yes", "--skip-preview");
        for (const version of versions) {
            expect(await contents(servers[version])).toEqual(before[version]);
        }
    });
});

describe("a role and a database that are there already", () => {
    test("are adopted with all that is in them, and can be let go", async () => {
        const [server, old] = [servers[16], { user: "old", password: "the old password" }];
        await server.query("CREATE ROLE old LOGIN PASSWORD 'the old password'");
        await server.query("CREATE DATABASE old OWNER old");
        await server.queryAs(old, "CREATE TABLE kept AS SELECT 7 AS number", [], "old");
        await server.query("GRANT old TO admin WITH ADMIN OPTION");
        const adopter = await ExistingPostgresStack.make();
        await adopter.set({ old: { ...entry(16), password: old.password } });

        // An import needs the parents and the provider in the state.
        await expect(adopter.up()).rejects.toThrow('role "old" already exists');
        const imported = await adopter.adopt(
            "airflow-dbt:data:MetadataDatabase$airflow-dbt:data:OwnedDatabase::old",
            "airflow-dbt:data:ExistingPostgresServer$pulumi:providers:postgresql::old-provider",
            [
                { type: "postgresql:index/role:Role", name: "old-role", id: "old" },
                { type: "postgresql:index/database:Database", name: "old-database", id: "old" },
            ],
        );
        expect(imported).toContain("2 imported");

        const printed = await adopter.up();
        const changes = printed.match(/\S+ (updated|deleted|replaced|created)\b(?= \()/g) ?? [];
        // Whether the owner's provider was created before the first update failed is a matter of chance.
        expect(changes.filter((change) => change !== "old-owner-provider created")).toEqual([
            "old-role updated",
            "old-access-admin created",
            "old-access-public created",
        ]);
        expect(await server.queryAs(old, "SELECT number FROM kept", [], "old")).toEqual([{ number: 7 }]);
        await adopter.up("--refresh", "--expect-no-changes");
        // The program does not ask for the protection that an import gives, so the data stays only if it is let go first.
        await adopter.letGo(
            "airflow-dbt:data:MetadataDatabase$airflow-dbt:data:OwnedDatabase$postgresql:index/database:Database::old-database",
        );
        await adopter.letGo(
            "airflow-dbt:data:MetadataDatabase$airflow-dbt:data:OwnedDatabase$postgresql:index/role:Role::old-role",
        );
        await adopter.expectPulumi("destroy", "--yes", "--skip-preview");
        expect(await server.queryAs(old, "SELECT number FROM kept", [], "old")).toEqual([{ number: 7 }]);
        adopter.forget();
    });
});

describe("what can go wrong with an existing server", () => {
    const plain = { sslMode: "disable", caCertificate: undefined } as const;
    const at = (version: Version) => `the PostgreSQL server at ${servers[version].host}:${servers[version].port}`;
    const no = (version: Version) => `could not connect to ${at(version)}: `;
    const people: Record<string, RoleLogin> = {};
    const held: Client[] = [];
    let otherAuthority: string;

    /** Fails at first (`wrong`) with one error (`says`); other settings (`right`) or a change on the server (`repair`) fix it. */
    interface Trouble {
        wrong: Entry;
        says: string;
        right: Entry;
        repair?: () => Promise<unknown>;
        /** What fails, if it is not the role. */
        fails?: "database";
    }

    const troubles: Record<string, () => Trouble> = {
        down: () => ({
            wrong: entry(16),
            says: `${no(16)}nothing listens there (connection refused): start the server, or correct metaDatabaseHost and metaDatabasePort`,
            right: entry(16),
            repair: () => servers[16].restart(),
        }),
        no_such_host: () => ({
            wrong: { ...entry(17), host: "postgres.invalid" },
            says: `could not connect to the PostgreSQL server at postgres.invalid:${servers[17].port}: *postgres.invalid*correct metaDatabaseHost`,
            right: entry(17),
        }),
        wrong_password: () => ({
            wrong: { ...entry(17), adminPassword: "not the password" },
            says: `${no(17)}password authentication failed for user "admin": correct metaDatabaseAdminUser, or 'pulumi config set --secret metaDatabaseAdminPassword'`,
            right: entry(17),
        }),
        no_right_to_make_roles: () => noRoles(17, {}),
        no_right_to_make_roles_14: () => noRoles(14, plain),
        no_right_to_make_databases: () => noDatabases(17, {}),
        no_right_to_make_databases_14: () => noDatabases(14, plain),
        role_without_connections_left: () => ({
            wrong: entry(17, people.limited),
            says: `${no(17)}all its connections are taken (too many connections for role "limited"): end some, or raise max_connections or the CONNECTION LIMIT of role or database`,
            right: entry(17, people.limited),
            repair: () => held[0].end(),
        }),
        server_without_connections_left: () => ({
            wrong: entry(15),
            says: `${no(15)}all its connections are taken (*): end some, or raise max_connections`,
            right: entry(15),
            repair: () => Promise.all(held.slice(1).map((each) => each.end())),
        }),
        tls_refused: () => ({
            wrong: entry(14, admins[14], { sslMode: "require", caCertificate: undefined }),
            says: `${no(14)}it offers no TLS: turn on 'ssl' there, or, in a network that you trust, 'pulumi config set metaDatabaseSslMode disable'`,
            right: entry(14, admins[14], plain),
        }),
        tls_required: () => ({
            wrong: entry(17, admins[17], plain),
            says: `${no(17)}it takes encrypted connections only: 'pulumi config set metaDatabaseSslMode require'`,
            right: entry(17, admins[17], { sslMode: "require", caCertificate: undefined }),
        }),
        other_authority: () => signedByAnother("verify-full"),
        other_authority_though_only_encryption_was_asked_for: () => signedByAnother("require"),
        certificate_of_another_host: () => ({
            wrong: { ...entry(17), host: "127.0.0.2" },
            says: `could not connect to the PostgreSQL server at 127.0.0.2:${servers[17].port}: its certificate is not for 127.0.0.2 (*${servers[17].host}*): correct metaDatabaseHost, or 'pulumi config set metaDatabaseSslMode verify-ca'`,
            right: entry(17),
        }),
        taken_name: () => ({
            wrong: entry(17),
            says: `${at(17)} has that already: role "taken_name" already exists. Adopt it with 'pulumi import' (docs/migrating.md), choose another name`,
            right: entry(17),
            repair: () => servers[17].query("DROP ROLE taken_name"),
        }),
    };

    function noRoles(version: Version, tls: Partial<Entry["tls"]>): Trouble {
        const wrong = entry(version, people[`no_roles_${version}`], tls);
        const says = `${at(version)} refuses user "no_roles": permission denied to create role*as a superuser there: ALTER ROLE "no_roles" CREATEROLE, or set metaDatabaseAdminUser`;
        return { wrong, says, right: wrong, repair: () => servers[version].query("ALTER ROLE no_roles CREATEROLE") };
    }

    function noDatabases(version: Version, tls: Partial<Entry["tls"]>): Trouble {
        const wrong = entry(version, people[`no_databases_${version}`], tls);
        const says = `${at(version)} refuses user "no_databases": permission denied to create database*as a superuser there: ALTER ROLE "no_databases" CREATEDB, or set metaDatabaseAdminUser`;
        return {
            wrong,
            says,
            right: wrong,
            fails: "database",
            repair: () => servers[version].query("ALTER ROLE no_databases CREATEDB"),
        };
    }

    function signedByAnother(sslMode: "require" | "verify-full"): Trouble {
        return {
            wrong: entry(17, admins[17], { sslMode, caCertificate: otherAuthority }),
            says: `${no(17)}its certificate is not signed by the given authority (*): 'pulumi config set metaDatabaseCaCertificate < ca.pem' with the certificate of the one that signed it`,
            right: entry(17, admins[17], { sslMode }),
        };
    }

    const names = Object.keys(troubles);
    let failed: string;
    let repaired: string;

    beforeAll(async () => {
        await Promise.all([
            servers[16].stop(),
            servers[14].restart({ tls: "off" }),
            servers[15].restart({ maxConnections: 5 }),
        ]);
        for (const version of [14, 17] as const) {
            people[`no_roles_${version}`] = await servers[version].makeAdmin("no_roles", { createRole: false });
            people[`no_databases_${version}`] = await servers[version].makeAdmin("no_databases", {
                createDatabase: false,
            });
        }
        people.limited = await servers[17].makeAdmin("limited", { connectionLimit: 1 });
        await servers[17].query("CREATE ROLE taken_name");
        held.push(
            await servers[17].connect(people.limited),
            await servers[15].connect(admins[15]),
            await servers[15].connect(admins[15]),
        );
        otherAuthority = (await Authority.make()).certificate;

        const all = Object.entries(troubles).map(([name, trouble]) => [name, trouble()] as const);
        await stack.set(Object.fromEntries(all.map(([name, { wrong }]) => [name, wrong])));
        // Otherwise the first error would keep the others from being tried.
        const ended = await stack.pulumi(["up", "--yes", "--skip-preview", "--continue-on-error"]);
        expect(ended.code).not.toBe(0);
        failed = ended.output;

        await Promise.all(all.map(async ([, { repair }]) => repair?.()));
        await stack.set(Object.fromEntries(all.map(([name, { right }]) => [name, right])));
        repaired = await stack.up();
    });

    test.each(names)("%s: one error says what is wrong and what to do", (name) => {
        const { says, fails = "role" } = troubles[name]();
        const own = Object.entries(errorsIn(failed)).filter(
            ([resource]) =>
                resource.startsWith(`${name}-`) &&
                names.every((each) => !each.startsWith(`${name}_`) || !resource.startsWith(each)),
        );
        expect(own).toEqual([[`${name}-${fails}`, [expect.stringMatching(like(says))]]]);
    });

    test.each(names)("%s: once it is repaired, the next update goes on where the first one stopped", (name) => {
        const { fails = "role" } = troubles[name]();
        expect(repaired).toMatch(new RegExp(`${name}-database created`));
        expect(new RegExp(`${name}-role created`).test(repaired)).toBe(fails === "role");
    });

    test("no password is in what was printed", () => {
        const secrets = [...Object.values(admins), ...Object.values(people)].map(({ password }) => password);
        expect(secrets.filter((secret) => failed.includes(secret) || repaired.includes(secret))).toEqual([]);
    });

    test("a refresh tells a server that is down from one without anything", async () => {
        const refresh = ["refresh", "--yes", "--skip-preview", "--target", "**::down-role"];
        await servers[16].stop();
        const refreshed = await stack.pulumi(refresh);
        expect(errorsIn(refreshed.output)).toEqual({
            "down-role": [expect.stringMatching(like(troubles.down().says))],
        });
        await servers[16].restart();
        await stack.expectPulumi(...refresh, "--expect-no-changes");
    });
});

/** A pattern for the beginning of a text, in which `*` stands for anything. */
function like(text: string): RegExp {
    return new RegExp(
        `^${text
            .split("*")
            .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
            .join(".*")}`,
    );
}
