import { database } from "../stand-ins/postgresql/database";
import { grant } from "../stand-ins/postgresql/grant";
import { matches } from "../stand-ins/postgresql/password";
import { role } from "../stand-ins/postgresql/role";
import { checkConfig } from "../stand-ins/postgresql/server";
import { grantee, name, orDefault } from "../stand-ins/postgresql/sql";
import { changes, UNKNOWN } from "../stand-ins/resource";

describe("a password against the hash that PostgreSQL 15 made of it", () => {
    const scram =
        "SCRAM-SHA-256$4096:zx+BC/14CUi/yhIMHHDoiA==$d427eczTInGKdiWj8bOCKgIDAkmhtPFKUIBoTefDIxM=:7qGGjM1xsmf/1EHEVI2GjT5UmUWYOwf/M8D8BqxL14s=";

    it("is recognised", () => {
        expect(matches("pässwörd", "v1", scram)).toBe(true);
        expect(matches("secret", "v2", "md59d1498a7f4455a4cc11c894e30ff405f")).toBe(true);
    });

    it("is told from another one", () => {
        expect(matches("passwort", "v1", scram)).toBe(false);
        expect(matches("secret", "other", "md59d1498a7f4455a4cc11c894e30ff405f")).toBe(false);
    });
});

describe("names in SQL", () => {
    it("cannot break out of their quotes", () => {
        expect(name('a"; DROP ROLE postgres; --')).toBe('"a""; DROP ROLE postgres; --"');
    });

    it("know the words that are no names", () => {
        expect([grantee("public"), grantee("Someone"), orDefault("default", name), orDefault("x", name)]).toEqual([
            "PUBLIC",
            '"Someone"',
            "DEFAULT",
            '"x"',
        ]);
    });
});

describe("a role", () => {
    const state = {
        ...role.defaults,
        name: "a",
        password: "p",
        roles: ["x", "y"],
        validUntil: "2030-01-01 00:00:00+00",
    };

    it("does not change for the order of its groups or the spelling of a date", () => {
        expect(
            changes(role, state, { name: "a", password: "p", roles: ["y", "x"], validUntil: "2030-01-01T00:00:00Z" }),
        ).toEqual([]);
    });

    it("changes in place, whatever it is", () => {
        expect(role.replaceOn).toEqual([]);
        expect(changes(role, state, { ...state, name: "b", password: "q", login: true }).sort()).toEqual([
            "login",
            "name",
            "password",
        ]);
    });

    it("refuses a date that is none", () => {
        expect(role.check?.({ ...role.defaults, validUntil: "tomorrow" })).toEqual({
            validUntil: 'must be a date and time or "infinity", not "tomorrow"',
        });
    });
});

describe("a database", () => {
    const state = {
        name: "d",
        owner: "o",
        template: "template0",
        encoding: "UTF8",
        lcCollate: "C",
        lcCtype: "C",
        tablespaceName: "pg_default",
        isTemplate: false,
        allowConnections: true,
        alterObjectOwnership: false,
        connectionLimit: -1,
    };

    it("does not change for what the program leaves to the server", () => {
        expect(changes(database, state, { name: "d" })).toEqual([]);
        expect(changes(database, state, { name: "d", encoding: "DEFAULT" })).toEqual([]);
    });

    it("is replaced only for what PostgreSQL cannot alter", () => {
        const changed = changes(database, state, { name: "e", owner: "p", encoding: "LATIN1" });
        expect(changed).toEqual(["name", "owner", "encoding"]);
        expect(changed.filter((property) => database.replaceOn.includes(property))).toEqual(["encoding"]);
    });
});

describe("a grant", () => {
    const inputs = { role: "r", database: "d", schema: "s", objectType: "schema", privileges: ["USAGE", "CREATE"] };

    it("does not change for the order of the privileges", () => {
        expect(
            changes(grant, { ...inputs, withGrantOption: false }, { ...inputs, privileges: ["CREATE", "USAGE"] }),
        ).toEqual([]);
    });

    it.each([
        [{ objectType: "cupboard" }, "objectType"],
        [{ privileges: ["SELECT"] }, "privileges"],
        [{ schema: undefined }, "schema"],
        [{ objects: ["t"] }, "objects"],
    ])("refuses %j and names the property", (wrong, property) => {
        expect(Object.keys(grant.check?.({ ...inputs, ...wrong }) ?? {})).toEqual([property]);
    });

    it("accepts what a preview does not know yet", () => {
        expect(grant.check?.({ ...inputs, role: UNKNOWN, database: UNKNOWN, schema: UNKNOWN })).toEqual({});
    });
});

it("refuses settings that only the official plugin knows", () => {
    expect(Object.keys(checkConfig({ scheme: "gcppostgres", sslmode: "prefer" }))).toEqual(["scheme", "sslmode"]);
    expect(checkConfig({ sslmode: "verify-full" })).toEqual({});
});
