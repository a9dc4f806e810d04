import { errorOf, read } from "../support/stack-settings";

test("a pool is its number of slots, or has fields as Airflow exports them", async () => {
    const report = { slots: 2, description: "of the CRM", include_deferred: true };
    expect((await read({ pools: { crm: 4, unlimited: -1, report } })).pools).toEqual({
        crm: { slots: 4 },
        unlimited: { slots: -1 },
        report,
    });
    expect((await read()).pools).toEqual({});
});

test.each([
    [{ "a b": 4 }, "one of the names cannot be used: use letters, digits and _ . -"],
    [{ crm: "4" }, "pool crm needs slots: a whole number, or -1 for any number of tasks"],
    [{ crm: { description: "of the CRM" } }, "pool crm needs slots"],
    [{ crm: -2 }, "pool crm needs slots"],
    [{ crm: 1.5 }, "pool crm needs slots"],
    [{ crm: { slots: 4, slot: 4 } }, "pool crm has the field slot, which pools do not have; the closest is slots"],
    [{ crm: { slots: 4, description: 4 } }, "pool crm has a description that is no text"],
    [{ crm: { slots: 4, include_deferred: "yes" } }, "pool crm has an include_deferred other than true or false"],
])("refuses %j", async (pools, message) => {
    const error = await errorOf({ pools });
    expect(error).toContain(`pools: ${message}`);
    expect(error).toContain("pulumi config set --path pools.<name> <value>");
});
