import { allHealthy } from "../running-stack/containers";
import { makeTestStack } from "../running-stack/make-test-stack";
import { type TestStack } from "../running-stack/test-stack";
import { buildTime } from "./images";
import { repeat, seconds } from "./repeat";
import { type Row } from "./table";

/** Starts a new stack and times it, including the build of its images if the build cache does not have them. */
export async function firstStack(): Promise<{ stack: TestStack; rows: Row[] }> {
    const stack = await makeTestStack("bench");
    let printed = "";
    const took = await seconds(async () => {
        printed = await stack.up();
        await allHealthy(stack);
    });
    const rows = [
        { what: "new stack, nothing built, until every container is healthy", unit: "s", values: [took] },
        {
            what: "of which: build of the three images, in parallel, without cache",
            unit: "s",
            values: [buildTime(printed)],
            aim: 98,
            compose: 98,
        },
    ];
    return { stack, rows };
}

/** Starts a new stack several times, each after the previous one is gone; keeps the last one. */
export async function freshStacks(first: TestStack, runs: number): Promise<{ stack: TestStack; rows: Row[] }> {
    let stack = first;
    const values = await repeat(runs, "fresh up", async () => {
        await stack.destroy();
        stack.forget();
        stack = await makeTestStack("bench");
        return seconds(async () => {
            await stack.up();
            await allHealthy(stack);
        });
    });
    return {
        stack,
        rows: [
            {
                what: "new stack, images built, until every container is healthy",
                unit: "s",
                values,
                aim: 30,
                compose: 69,
            },
        ],
    };
}

/** What a developer waits for while working on the stack. */
export async function updates(stack: TestStack, runs: number): Promise<Row[]> {
    const timed = (words: string[]) =>
        repeat(runs, words.join(" "), () => seconds(() => stack.expectPulumi([...words, "--expect-no-changes"])));
    const withPreview = await timed(["up", "--yes"]);
    const without = await timed(["up", "--yes", "--skip-preview"]);
    const preview = await timed(["preview"]);
    const timezone = await repeat(runs, "a changed time zone", async (run) => {
        await stack.set({ timezone: run % 2 === 1 ? "Europe/Paris" : "America/Lima" });
        return seconds(async () => {
            await stack.up();
            await allHealthy(stack);
        });
    });
    return [
        { what: "`up` that changes nothing", unit: "s", values: withPreview, aim: 5, compose: 15.5 },
        { what: "`up --skip-preview` that changes nothing", unit: "s", values: without, aim: 3, compose: 15.5 },
        { what: "`preview`", unit: "s", values: preview },
        {
            what: "changed time zone, until every container is healthy",
            unit: "s",
            values: timezone,
            aim: 35,
            compose: 60,
        },
    ];
}
