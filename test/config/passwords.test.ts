import { errorOf, read } from "../support/stack-settings";

test.each([
    ["adminPassword", {}],
    ["metaDatabasePassword", {}],
    ["metaDatabaseAdminPassword", { metaDatabaseHost: "db" }],
    ["analyticsPassword", {}],
])("%s is not blank", async (setting, own) => {
    const message = await errorOf({ ...own, [setting]: " \t      " }, [setting]);
    expect(message).toContain("nothing was changed");
    expect(message).toContain(`${setting}: the password has only blanks`);
    expect(message).toContain(`pulumi config set --secret ${setting}`);
});

test.each([" qwertz-qwertz", "qwertz-qwertz\t", "qwertz-qwertz\u00a0"])(
    "adminPassword neither begins nor ends with a blank: %j",
    async (adminPassword) => {
        const message = await errorOf({ adminPassword }, ["adminPassword"]);
        expect(message).toContain("adminPassword: the password begins or ends with a blank");
        expect(message).toContain("pulumi config set --secret adminPassword");
        expect(message).not.toContain("qwertz");
    },
);

test("a blank may be inside, and at an end of a password that programs use", async () => {
    const own = { adminPassword: "of the admin", analyticsPassword: " of dbt " };
    await expect(read(own, Object.keys(own))).resolves.toBeDefined();
});
