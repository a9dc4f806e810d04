/** How many tests passed and failed. */
export interface Counts {
    passed: number;
    failed: number;
}

/** The line that every runner of tests ends with. */
export function countLine(runner: string, { passed, failed }: Counts): string {
    return `${runner}: ${passed} passed, ${failed} failed`;
}

/**
 * Adds up the summary lines of pytest, for example `=== 2 failed, 31 passed, 1 error in 0.52s ===` or, with `--quiet`, without
 * the frame. An error outside a test (a fixture, an import) counts as a failed test.
 */
export function pytestCounts(output: string): Counts {
    // A terminal's colors, in case pytest is told to use them.
    // eslint-disable-next-line no-control-regex
    const plain = output.replace(/\u001b\[[\d;]*m/g, "");
    const summaries = [...plain.matchAll(/^(?:=+ )?(\d+ [a-z]+(?:, \d+ [a-z]+)*) in [\d.]+s/gm)].map(
        ([, text]) => text,
    );
    const sum = (pattern: RegExp) =>
        summaries
            .flatMap((summary) => [...summary.matchAll(pattern)])
            .reduce((total, [, count]) => total + Number(count), 0);
    return { passed: sum(/(\d+) passed/g), failed: sum(/(\d+) (?:failed|errors?)/g) };
}
