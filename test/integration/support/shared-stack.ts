import { type StackFacts } from "../../../tools/running-stack/stack-facts";
import { TestStack } from "../../../tools/running-stack/test-stack";

// The test files that only look at a stack, or put back what they change, share one: each of jest's workers has its own, since two
// files at once must not use the same.

const VARIABLE = "AIRFLOW_DBT_SHARED_STACKS";

/** Hands the stacks on to jest's workers. */
export function share(stacks: TestStack[]): void {
    process.env[VARIABLE] = JSON.stringify(stacks.map(({ facts }) => facts));
}

/** The stacks of all workers. */
export function sharedStacks(): TestStack[] {
    return (JSON.parse(process.env[VARIABLE] ?? "[]") as StackFacts[]).map((facts) => new TestStack(facts));
}

/** The stack of this worker. */
export function sharedStack(): TestStack {
    return sharedStacks()[Number(process.env.JEST_WORKER_ID) - 1];
}
