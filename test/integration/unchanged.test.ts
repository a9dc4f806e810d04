import { containersOf, replaced } from "../../tools/running-stack/containers";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

describe("a second update", () => {
    test.each([["without a look at the containers"], ["with a look at every container", "--refresh"]])(
        "changes nothing, %s",
        async (_what, ...words) => {
            const before = await containersOf(stack);
            await stack.up("--expect-no-changes", ...words);
            expect(replaced(before, await containersOf(stack))).toEqual([]);
        },
    );

    test("and its preview say so", async () => {
        const printed = await stack.expectPulumi(["preview", "--expect-no-changes"]);
        expect(printed).toMatch(/\d+ unchanged/);
    });
});
