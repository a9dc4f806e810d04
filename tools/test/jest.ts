import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { countLine } from "./counts";
import { npx } from "./program";

/** Where tests leave what a developer may want to see. */
export const outputFolder = "test-output";

/** Runs one of jest's projects and prints the number of its tests. */
export async function jest(project: string, words: string[]): Promise<boolean> {
    const results = join(outputFolder, `${project}.json`);
    rmSync(results, { force: true });
    // The words come first: an option that takes a list, such as --selectProjects, would take them as well.
    const options = ["--selectProjects", project, "--json", "--outputFile", results];
    // Jest's report for people goes to standard error; the one for machines, in `results`, would go to standard output as well.
    const { ok } = await npx("jest", [...words, ...options], { output: "drop" });
    if (!existsSync(results)) {
        return false;
    }
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(results, "utf8")) as {
        numPassedTests: number;
        numFailedTests: number;
    };
    console.log(countLine(project, { passed, failed }));
    return ok && passed > 0;
}
