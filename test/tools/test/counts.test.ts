import { countLine, pytestCounts } from "../../../tools/test/counts";

test("a runner ends with the number of its tests", () => {
    expect(countLine("unit", { passed: 12, failed: 1 })).toBe("unit: 12 passed, 1 failed");
});

describe("the counts of pytest", () => {
    test.each([
        ["==== 31 passed in 0.52s ====", 31, 0],
        ["==== 2 failed, 31 passed, 4 warnings in 62.10s (0:01:02) ====", 31, 2],
        ["1 failed, 3 passed, 1 skipped, 2 errors in 0.10s", 3, 3],
        ["==== 1 error in 0.10s ====", 0, 1],
        [
            "\u001b[32m==== \u001b[32m\u001b[1m5 passed\u001b[0m\u001b[32m in 0.01s\u001b[0m\u001b[32m ====\u001b[0m",
            5,
            0,
        ],
    ])("are read from its summary: %s", (line, passed, failed) => {
        expect(pytestCounts(`All checks passed!\n${line}\n`)).toEqual({ passed, failed });
    });

    test("are added up over several runs", () => {
        expect(pytestCounts("2 passed in 0.1s\n\n3 passed, 1 failed in 0.1s")).toEqual({ passed: 5, failed: 1 });
    });

    test("are none when pytest did not run", () => {
        expect(pytestCounts("Found 3 errors.\n7 files already formatted\n")).toEqual({ passed: 0, failed: 0 });
    });
});
