import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnvFile } from "../../../commands/import-env/env-file";

interface Example {
    text: string;
    environment?: Record<string, string>;
    values?: Record<string, string>;
    refused?: true;
}

/** What docker compose itself makes of each file: written by the program beside it. */
const examples = JSON.parse(readFileSync(join(__dirname, "compose", "answers.json"), "utf8")) as Example[];

const parse = (text: string, environment = {}) => parseEnvFile(Buffer.from(text), environment);
const values = (text: string, environment = {}) =>
    Object.fromEntries(parse(text, environment).lines.map(({ name, value }) => [name, value]));

describe("an env file is read as docker compose reads it", () => {
    test.each(
        examples
            .filter((example) => !example.refused)
            .map((example) => [JSON.stringify(example.text), example] as const),
    )("%s", (_, example) => {
        expect(values(example.text, example.environment)).toEqual(example.values ?? {});
    });

    test.each(
        examples
            .filter((example) => example.refused)
            .map((example) => [JSON.stringify(example.text), example] as const),
    )("%s is refused", (_, example) => {
        expect(() => parse(example.text, example.environment)).toThrow(/^line \d+: /);
    });

    test("there are enough answers of both kinds", () => {
        expect(examples.filter((example) => example.refused).length).toBeGreaterThan(10);
        expect(examples.filter((example) => Object.keys(example.values ?? {}).length > 0).length).toBeGreaterThan(100);
    });
});

describe("each variable has its line", () => {
    test("also behind values of many lines, comments and Windows line ends", () => {
        const file = parse("# 설명\r\n\r\nA='one\ntwo'\r\nexport B=${A}\r\n\n  C=3");
        expect(file.lines.map(({ name, line }) => [name, line])).toEqual([
            ["A", 3],
            ["B", 5],
            ["C", 7],
        ]);
    });

    test("the later of two lines counts, and a note says so", () => {
        const file = parse("A=1\nB=2\nA=3\n");
        expect(file.lines).toEqual([
            { name: "B", value: "2", line: 2 },
            { name: "A", value: "3", line: 3 },
        ]);
        expect(file.notes).toEqual(["A: line 3 replaces line 1, as with compose"]);
    });
});

describe("what compose does silently is noted", () => {
    test.each([
        ["a reference to nothing", "A=x\nPASSWORD=abc$ecret\n", {}, /^line 2 refers to a variable that is not set/],
        ["a line that breaks off", "KEY=MIIEvQ\nIBADANBg\n", {}, /^line 2 is a name without "="/],
        [
            "an environment that wins over the file",
            "HOST=a\n\nURL=${HOST}\n",
            { HOST: "b" },
            /^line 3 refers to HOST: the value of the environment overrides that of line 1/,
        ],
    ])("%s", (_, text, environment, note) => {
        const { notes } = parse(text, environment);
        expect(notes).toEqual([expect.stringMatching(note)]);
        expect(notes.join()).not.toMatch(/ecret|IBADANBg/);
    });
});

describe("a long file is read quickly", () => {
    test.each([
        ["lines", Array.from({ length: 10_000 }, (_, line) => `VAR_${line}=value \${VAR_0}\n`).join(""), 10_000],
        ["references in a line", `A=${"${B:-x}".repeat(50_000)}\n`, 1],
        ["spaces in a line", `A=${" ".repeat(500_000)}x\n`, 1],
    ])("with many %s", (_, text, lines) => {
        const began = performance.now();
        expect(parse(text).lines).toHaveLength(lines);
        // A tenth of that is usual; what is quadratic takes minutes.
        expect(performance.now() - began).toBeLessThan(3000);
    });
});

describe("references may be nested", () => {
    const nested = (depth: number) => `A=1\n\nB=${"${X:-".repeat(depth)}deep${"}".repeat(depth)}\n`;

    test("up to 50 deep", () => {
        expect(values(nested(50))).toEqual({ A: "1", B: "deep" });
    });

    test.each([51, 100_000])("but not %d deep", (depth) => {
        expect(() => parse(nested(depth))).toThrow(/^line 3: references are nested more than 50 deep$/);
    });
});

describe("a file that cannot be read is refused with the line, and quotes nothing", () => {
    test.each([
        ["A=1\nPASSWORD='hunter2\nB=2\n", /^line 2: the quoted value has no closing quote/],
        ['A="x\ny"\nPASSWORD="hunter2\n', /^line 3: /],
        ["A=1\nhunter2 is my password\n", /^line 2: there is a space|^line 2: a name consists/],
        ["A=1\n\nKEY=x\nhunter2+hunter2/==\n", /^line 4: a name consists/],
        ["A=1\nPASSWORD=hunter2${\n", /^line 2: \$\{ without a variable/],
        ["A=1\nPASSWORD=${hunter2:?hunter2}\n", /^line 2: a reference with \?/],
    ])("%j", (text, message) => {
        expect(() => parse(text)).toThrow(message);
        expect(() => parse(text)).not.toThrow(/hunter2/);
    });

    test("and so is one that is no UTF-8", () => {
        const korean = Buffer.concat([
            Buffer.from("A=1\nB=한글\nC="),
            Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]),
            Buffer.from("\n"),
        ]);
        expect(() => parseEnvFile(korean, {})).toThrow(/^line 3: this is not UTF-8/);
    });
});
