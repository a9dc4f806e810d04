import { Provider } from "@pulumi/postgresql/provider";
import { OwnedDatabase } from "../../../components/data/owned-database";
import { only, registered, settled } from "../../../tools/mocked/registered";

const build = (password?: string) =>
    registered(() => {
        const provider = new Provider("server", { host: "127.0.0.1" });
        const address = { host: "postgres", port: 5432 };
        return new OwnedDatabase("books", {
            provider,
            address,
            database: "books",
            user: "reader",
            password,
            generation: 2,
        });
    });

describe("OwnedDatabase", () => {
    test("makes a role, and after it a database that the role owns, and grants nothing", async () => {
        const { resources } = await build();
        const role = only(resources, "postgresql:index/role:Role", "books-role");
        const database = only(resources, "postgresql:index/database:Database", "books-database");
        expect(role.inputs).toEqual({ name: "reader", login: true, password: "generated-books-password" });
        expect(database.inputs).toEqual({ name: "books", owner: "reader" });
        expect(database.dependencies).toContain("books-role");
        expect(resources.map((resource) => resource.type)).not.toContain("postgresql:index/grant:Grant");
    });

    test("asks for no privilege beyond ownership", async () => {
        const { resources } = await build();
        const { inputs } = only(resources, "postgresql:index/role:Role", "books-role");
        for (const privilege of ["superuser", "createRole", "createDatabase", "replication"]) {
            expect(inputs).not.toHaveProperty(privilege);
        }
    });

    test("keeps the password secret, generated or given", async () => {
        const generated = await build();
        expect(only(generated.resources, "postgresql:index/role:Role", "books-role").secretInputs).toEqual([
            "password",
        ]);
        expect(
            only(generated.resources, "random:index/randomPassword:RandomPassword", "books-password")
                .replacementTrigger,
        ).toBe(2);
        const given = await build("given");
        expect(only(given.resources, "postgresql:index/role:Role", "books-role").secretInputs).toEqual(["password"]);
        expect(given.resources.map((resource) => resource.type)).not.toContain(
            "random:index/randomPassword:RandomPassword",
        );
    });

    test("gives a login that waits for the database", async () => {
        const { result } = await build();
        expect(await settled(result.login.database as never)).toEqual({ value: "books", secret: false });
        expect(await settled(result.login.password as never)).toEqual({
            value: "generated-books-password",
            secret: true,
        });
        expect(result.login).toMatchObject({ host: "postgres", port: 5432 });
    });
});
