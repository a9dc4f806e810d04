import { say } from "../../commands/set-up/progress";

/** Seconds that the work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
}

/** Measures several times, and says each value. */
export async function repeat(runs: number, what: string, measure: (run: number) => Promise<number>): Promise<number[]> {
    const values: number[] = [];
    for (let run = 1; run <= runs; run++) {
        const value = await measure(run);
        values.push(value);
        say(`• ${what}, run ${run} of ${runs}: ${value.toFixed(2)}`);
    }
    return values;
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
