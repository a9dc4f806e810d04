import { builtUpon } from "../../tools/bench/build-cache";
import { buildTime } from "../../tools/bench/images";
import { readOptions, usage } from "../../tools/bench/options";
import { median, table } from "../../tools/bench/table";

describe("the bench's table", () => {
    test("has the median in it, of an odd and of an even number of runs", () => {
        expect(median([9, 1, 5])).toBe(5);
        expect(median([10, 2, 4, 8])).toBe(6);
    });

    test("says for each aim whether it is met, and shows every run", () => {
        const rows = [
            { what: "stop", unit: "s", values: [3.91, 3.2, 9], aim: 4, compose: 11 },
            { what: "memory", unit: "MiB", values: [950.4], aim: 900 },
            { what: "`preview`", unit: "s", values: [2] },
        ];
        expect(table(rows).split("\n").slice(2)).toEqual([
            "| stop | **3.9 s** | 3.9, 3.2, 9.0 | ≤ 4 s | met | 11 s |",
            "| memory | **950 MiB** | 950 | ≤ 900 MiB | missed |  |",
            "| `preview` | **2.0 s** | 2.0 |  |  |  |",
        ]);
    });
});

describe("the bench's options", () => {
    test("are three runs of everything, unless they say otherwise", () => {
        expect(readOptions([])).toMatchObject({
            runs: 3,
            parts: expect.arrayContaining(["build", "fresh", "stop"]) as string[],
        });
        expect(readOptions(["--runs", "5", "--only", "idle,stop"])).toEqual({ runs: 5, parts: ["idle", "stop"] });
        expect(readOptions(["--help"])).toBeUndefined();
        expect(usage).toContain("--runs <n>");
    });

    test.each([
        [["--runs", "none"], "--runs needs a positive integer"],
        [["--only", "everything"], "--only accepts build, fresh"],
        [["--loud"], "Unknown option '--loud'"],
    ])("are refused when they mean nothing: %s", (words, message) => {
        expect(() => readOptions(words)).toThrow(message);
    });
});

test("the build of the images took as long as the slowest of them", () => {
    const line = (name: string, time: string) => ` +  docker:index:RemoteImage ${name} created (${time})`;
    const printed = [line("airflow", "98s"), line("dbt", "101s"), line("postgres", "0.92s")];
    expect(buildTime(printed.join("\n"))).toBe(101);
    expect(() => buildTime(printed.slice(1).join("\n"))).toThrow("airflow");
});

test("only what was built on a marked step is removed from the build cache", () => {
    const record = (ID: string, Parent: string, Description = "exec /bin/sh -c true") => ({ ID, Parent, Description });
    const all = [
        record("venv", "marked"),
        record("base", ""),
        record("marked", "base", "exec /bin/sh -c : bench-7-x"),
        record("user's", "base"),
        record("copy", "venv"),
    ];
    expect(builtUpon("bench-7-x", all)).toEqual(["marked", "venv", "copy"]);
    expect(builtUpon("bench-8-y", all)).toEqual([]);
});
