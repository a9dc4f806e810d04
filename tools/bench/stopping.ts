import { allHealthy, containersOf } from "../running-stack/containers";
import { output } from "../running-stack/run";
import { type TestStack } from "../running-stack/test-stack";
import { repeat, seconds } from "./repeat";
import { type Row } from "./table";

/** Stops the stack, and starts it again for the next time. */
export async function stopping(stack: TestStack, runs: number): Promise<Row[]> {
    const values = await repeat(runs, "npm stop", async (run) => {
        if (run > 1) {
            await startAgain(stack);
        }
        return seconds(() => stack.expectNpm("stop"));
    });
    return [{ what: "`npm stop`", unit: "s", values, aim: 4, compose: 11 }];
}

async function startAgain(stack: TestStack): Promise<void> {
    const services = [...(await containersOf(stack)).values()].filter(
        (each) => each.Config.Labels["airflow-dbt.kind"] === "service",
    );
    await output("docker", ["start", ...services.map((each) => each.Id)]);
    await allHealthy(stack);
}
