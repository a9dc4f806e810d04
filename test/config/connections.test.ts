import { errorOf, read } from "../support/stack-settings";

const encrypted = ["connections"];
const encode = "in a user name or password, / ? # @ : [ ] must be percent-encoded";

describe("a connection is refused by its id and problem, without its value", () => {
    test.each<[string, unknown, string]>([
        ["no scheme", "qwertz@host/db", "must be a URI such as postgres://user:password@host/database"],
        ["JSON in a text", '{"conn_type": "http", "password": "qwertz"}', "is JSON in a text: write it as an object"],
        ["a scheme with _", "google_cloud_platform://?key=qwertz", "has a bad scheme"],
        ["a port that is no number", "postgres://u:qwertz@h:notaport/db", `65535: ${encode}`],
        ["a port out of range", "postgres://u:qwertz@h:99999/db", "has a port that is no whole number from 1 to 65535"],
        ["port 0", "postgres://u:qwertz@h:0/db", "has a port that is no whole number from 1 to 65535"],
        ["a password with /", "postgres://u:qwertz/1@h/db", encode],
        ["a password with #", "postgres://u:qwertz#1@h/db", encode],
        ["a password with [", "postgres://u:qwertz[@h/db", `has a host that cannot be read: ${encode}`],
        ["a bracket that stays open", "postgres://u:qwertz@[::1/db", "has a host that cannot be read"],
        ["a URI in a URI", "http://h/?next=https://qwertz", "has :// too often"],
        ["an extra that is no JSON", "http://h/?__extra__=qwertz", "has an __extra__ that is no JSON object"],
        ["no type", { host: "qwertz" }, "must be a URI"],
        ["an empty type", { conn_type: "", host: "qwertz" }, "must be a URI"],
        ["a list", [{ conn_type: "qwertz" }], "must be a URI"],
        ["nothing", null, "must be a URI"],
        [
            "an unknown field",
            { conn_type: "postgres", hostname: "qwertz" },
            "has the field hostname, which Airflow does not know; the closest is host",
        ],
        [
            "a field that may be a secret",
            { conn_type: "postgres", "postgres://u:qwertz@h": "" },
            "has a field that Airflow does not know: it knows conn_type,",
        ],
        ["another id", { conn_type: "http", conn_id: "qwertz" }, "has another conn_id"],
        ["a port that is no number", { conn_type: "http", port: "qwertz" }, "has a port that is none"],
        ["a port out of range", { conn_type: "http", port: 65536 }, "has a port that is none"],
        ["a password that is a number", { conn_type: "http", password: 735174 }, "has a password that is no text"],
        ["a host that is an object", { conn_type: "http", host: { qwertz: 1 } }, "has a host that is no text"],
        ["an extra that is no JSON", { conn_type: "http", extra: "qwertz" }, "has an extra that is no JSON object"],
        ["an extra that is a list", { conn_type: "http", extra: ["qwertz"] }, "has an extra that is no JSON object"],
        ["two extras", { conn_type: "http", extra: {}, extra_dejson: {} }, "has both extra and extra_dejson"],
    ])("%s", async (_what, connection, problem) => {
        const message = await errorOf({ connections: { crm: connection } }, encrypted);
        expect(message).toContain("nothing was changed");
        expect(message).toContain("connections: connection crm ");
        expect(message).toContain(problem);
        expect(message).toContain("pulumi config set --secret --path connections.<name>");
        expect(message).not.toMatch(/qwertz|735174/);
    });

    test("or without its id, if that is none", async () => {
        const message = await errorOf({ connections: { "postgres://u:qwertz@h": "" } }, encrypted);
        expect(message).toContain("connections: one of the ids is none: use letters, digits and _ . -");
        expect(message).not.toContain("qwertz");
    });

    test("and so is each other one", async () => {
        const message = await errorOf({ connections: { crm: "x://h:y", shop: { conn_type: "" } } }, encrypted);
        expect(message).toMatch(/connection crm has a port .*; connection shop must be/);
    });
});

test.each([
    "postgres://u:p@h:5432/db?sslmode=require",
    "postgres://u:p%40%2F@h/db",
    "postgres://u:p@[::1]:5432/db",
    "postgres://u:p@h:/db",
    "google-cloud-platform:///?__extra__=%7B%22project%22%3A%22acme%22%7D",
    "http://https://a%40b:x%2Fy@api.acme.example:443",
    "aws://",
    { conn_type: "postgres", host: "h", login: "u", password: "p", schema: "db", port: 5432 },
    { conn_type: "postgres", port: "5432", login: 7, host: null, extra: "", description: "of the customers" },
    { conn_type: "http", conn_id: "crm", extra: { timeout: 3 } },
    { conn_type: "http", extra: '{"timeout": 3}' },
    { conn_type: "http", extra_dejson: { timeout: 3 } },
])("a connection is taken: %j", async (connection) => {
    await expect(read({ connections: { crm: connection } }, encrypted)).resolves.toBeDefined();
});

describe("the id of the connection to dbt", () => {
    test.each(["analytics", "source", "source_owner"])("is none of the stack's others: %s", async (id) => {
        const message = await errorOf({ sshConnectionId: id });
        expect(message).toContain(`sshConnectionId: ${id} is the id of another connection of the stack as well`);
        expect(message).toContain("pulumi config rm sshConnectionId");
    });

    test.each([
        ["crm", "pulumi config rm sshConnectionId"],
        ["dbt_ssh", "pulumi config rm --path connections.dbt_ssh"],
    ])("is none of the user's own: %s", async (id, command) => {
        const own = { sshConnectionId: id, connections: { [id]: "postgres://u:p@h/db" } };
        const message = await errorOf(own, encrypted);
        expect(message).toContain(
            `sshConnectionId: ${id} is the id of a connection in the setting connections as well`,
        );
        expect(message).toContain(command);
    });

    test("may be any other, and the user's own may replace the stack's", async () => {
        const connections = { analytics: "postgres://u:p@h/db" };
        await expect(read({ sshConnectionId: "dbt", connections }, encrypted)).resolves.toBeDefined();
    });
});
