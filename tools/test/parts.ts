import { gcpPackage } from "../../commands/set-up/gcp";
import { setUp } from "../../commands/set-up/set-up";
import { chromiumProgram } from "./chromium";
import { jest } from "./jest";
import { npx } from "./program";
import { python } from "./python";

/** A part of the tests. The words are jest's: files and options. */
export type Part = (words: string[]) => Promise<boolean>;

const reporters = ["default", "./test/integration/support/keep-logs.cjs"];

/** The parts, cheapest first. */
export const parts: Record<string, Part> = {
    format: async () => (await npx("prettier", ["--check", "--log-level", "warn", "."])).ok,
    lint: async () => {
        await gcpPackage();
        return (await npx("eslint", ["."])).ok;
    },
    types: async () => {
        await gcpPackage();
        return (await npx("tsc", ["--noEmit"])).ok;
    },
    python,
    unit: async (words) => {
        await gcpPackage();
        return jest("unit", words);
    },
    integration: async (words) => {
        await setUp({ gcp: true, standIns: "any stack" });
        await chromiumProgram();
        // Each worker has a stack of its own, which does not pay for a few files.
        const workers = words.length === 0 ? ["--maxWorkers", "2"] : ["--runInBand"];
        return jest("integration", [...words, ...workers, ...reporters.flatMap((name) => ["--reporters", name])]);
    },
};

/** The parts that jest runs, and that take its words. */
export const jestParts = ["unit", "integration"];
