import { allHealthy } from "../running-stack/containers";
import { TestStack } from "../running-stack/test-stack";
import { buildTime } from "./images";
import { repeat, seconds } from "./repeat";
import { type Row } from "./table";

/** A new stack, healthy. What its images are made of may not be in the build cache: then they are built, which it also times. */
export async function firstStack(): Promise<{ stack: TestStack; rows: Row[] }> {
    const stack = await TestStack.make("bench");
    let printed = "";
    const took = await seconds(async () => {
        printed = await stack.up();
        await allHealthy(stack);
    });
    const rows = [
        { what: "fresh `up`, nothing built, until all is healthy (one run)", unit: "s", values: [took] },
        {
            what: "of which: build of the three images, at once and without cache",
            unit: "s",
            values: [buildTime(printed)],
            aim: 98,
            compose: 98,
        },
    ];
    return { stack, rows };
}

/** Brings up a new stack several times, each after the one before is gone; the last one stays. */
export async function freshStacks(first: TestStack, runs: number): Promise<{ stack: TestStack; rows: Row[] }> {
    let stack = first;
    const values = await repeat(runs, "fresh up", async () => {
        await stack.destroy();
        stack.forget();
        stack = await TestStack.make("bench");
        return seconds(async () => {
            await stack.up();
            await allHealthy(stack);
        });
    });
    return {
        stack,
        rows: [
            {
                what: "fresh `up`, empty database, images built, until all is healthy",
                unit: "s",
                values,
                aim: 45,
                compose: 69,
            },
        ],
    };
}

/** What one waits for while working on the stack. */
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
            what: "Airflow's time zone changed, until all is healthy",
            unit: "s",
            values: timezone,
            aim: 35,
            compose: 60,
        },
    ];
}
