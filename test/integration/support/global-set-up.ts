import { say } from "../../../tools/running-stack/run";
import { TestStack } from "../../../tools/running-stack/test-stack";

/** One whole stack, from nothing, for all test files that only look at it or put back what they change. */
export default async function globalSetUp(): Promise<void> {
    process.stderr.write("\n");
    const stack = await TestStack.make("integration");
    stack.share();
    say(`bringing up the stack ${stack.name}; images that were never built here take a few minutes`);
    await stack.up();
}
