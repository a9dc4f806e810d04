import { makeTestStack } from "../../../tools/running-stack/make-test-stack";
import { say } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";
import { share } from "./shared-stack";

/** One stack for each of jest's workers, from nothing. */
export default async function globalSetUp({ maxWorkers }: { maxWorkers: number }): Promise<void> {
    process.stderr.write("\n");
    const stacks: TestStack[] = [];
    // One after the other: the first builds the images.
    for (let worker = 1; worker <= maxWorkers; worker++) {
        const stack = await makeTestStack(`integration-${worker}`);
        stacks.push(stack);
        share(stacks);
        say(`bringing up the stack ${stack.name}; images that were never built here take a few minutes`);
        await stack.up();
    }
}
