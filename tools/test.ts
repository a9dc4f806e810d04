import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromiumProgram } from "./test/chromium";
import { gcpPackage } from "../commands/set-up/gcp";
import { setUp } from "../commands/set-up/set-up";
import { attempt } from "../commands/command-line/attempt";

const usage = `npm test [-- lint | types | unit | integration …]

Lints, checks types, runs the unit tests, then the integration tests, and stops at the first that fails.
With names: only those. The integration tests run on Docker, under names and ports of their own.
What they leave for you to look at (screenshots, logs of containers after a failure): test-output/`;

const folder = "test-output";

/** Each part of the tests, in order of cost. */
const parts: Record<string, () => Promise<boolean>> = {
    lint: () => npx("eslint", "."),
    types: () => npx("tsc", "--noEmit"),
    unit: () => jest("unit"),
    integration: async () => {
        await setUp({ gcp: true, standIns: "any stack" });
        await chromiumProgram();
        return jest(
            "integration",
            "--runInBand",
            "--reporters",
            "default",
            "--reporters",
            "./test/integration/support/keep-logs.cjs",
        );
    },
};

async function test(): Promise<number> {
    const words = process.argv.slice(2);
    if (words.includes("--help") || words.includes("-h")) {
        console.log(usage);
        return 0;
    }
    const unknown = words.find((word) => !(word in parts));
    if (unknown !== undefined) {
        console.error(`There is no part "${unknown}".\n\n${usage}`);
        return 2;
    }
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    // Its types and its resources are looked at, too.
    await gcpPackage();
    for (const part of words.length > 0 ? words : Object.keys(parts)) {
        const began = Date.now();
        console.log(`• ${part}`);
        if (!(await parts[part]())) {
            console.error(`• ${part} failed after ${seconds(began)} s`);
            return 1;
        }
        console.log(`• ${part}: ${seconds(began)} s`);
    }
    return 0;
}

/** Runs one of jest's projects, and closes with a line that counts its tests. */
async function jest(project: string, ...words: string[]): Promise<boolean> {
    const results = join(folder, `${project}.json`);
    const ok = await npx("jest", "--selectProjects", project, "--json", "--outputFile", results, ...words);
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, "utf8")) as {
        numPassedTests: number;
        numFailedTests: number;
    };
    console.log(`${project}: ${numPassedTests} passed, ${numFailedTests} failed`);
    return ok && numPassedTests > 0;
}

/** Runs a program of node_modules; jest's report for machines, on standard output, is dropped. */
function npx(program: string, ...words: string[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
        const stdio = ["ignore", words.includes("--json") ? "ignore" : "inherit", "inherit"] as const;
        const child = spawn(join("node_modules", ".bin", program), words, { stdio: [...stdio] });
        child.on("error", reject);
        child.on("close", (code) => resolve(code === 0));
    });
}

function seconds(since: number): string {
    return ((Date.now() - since) / 1000).toFixed(0);
}

attempt(test);
