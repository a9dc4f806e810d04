import { readFileSync } from "node:fs";
import { parts } from "../../../tools/test/parts";
import { chosenParts } from "../../../tools/test/words";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

test("without words, every part runs, cheapest first", () => {
    const all = ["format", "lint", "types", "python", "unit", "integration"];
    expect(chosenParts([])).toEqual({ parts: all, words: [] });
});

test("names choose parts, and what follows is for jest", () => {
    expect(chosenParts(["lint", "types"])).toEqual({ parts: ["lint", "types"], words: [] });
    expect(chosenParts(["unit", "test/components/dbt", "-t", "name"])).toEqual({
        parts: ["unit"],
        words: ["test/components/dbt", "-t", "name"],
    });
});

test("an unknown part, and words that no part would take, are refused", () => {
    expect(() => chosenParts(["units"])).toThrow('There is no part "units".');
    expect(() => chosenParts(["lint", "--fix"])).toThrow('The part "lint" takes no further words, such as "--fix".');
});

test("each part has a script of its own", () => {
    const run = Object.values(scripts).flatMap(
        (script) => /^node commands\/run\.mjs test (\w+)$/.exec(script)?.[1] ?? [],
    );
    expect(run.sort()).toEqual(Object.keys(parts).sort());
});
