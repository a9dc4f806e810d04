import * as pulumi from "@pulumi/pulumi";
import { refuseOtherSuffix } from "../../config/kept-suffix";
import { dockerHost } from "../support/fixtures";

/** Checks the suffix `test` of a stack whose network has a name in the state already. */
async function checked(nameInState: string): Promise<void> {
    await pulumi.runtime.setMocks({
        // The engine keeps the name, which the network says it ignores changes of.
        newResource: ({ type, inputs }) => ({
            id: "id",
            state: type.endsWith(":Network") ? { ...(inputs as object), name: nameInState } : (inputs as object),
        }),
        call: () => ({}),
    });
    return refuseOtherSuffix(dockerHost());
}

test("a stack keeps its suffix", async () => {
    await expect(checked("airflow-test")).resolves.toBeUndefined();
});

test("another suffix is refused, with the command that puts the former one back", async () => {
    const error: unknown = await checked("airflow-dbt-simple").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(pulumi.RunError);
    expect((error as Error).message).toBe(
        "The stack's settings cannot be used; nothing was changed.\n" +
            "  containerSuffix: this stack's volumes have names that end in dbt-simple; with test they would be replaced by empty ones.\n" +
            "      pulumi config set containerSuffix dbt-simple   (to have another suffix, move the data: docs/operations.md)",
    );
});
