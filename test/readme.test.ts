import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { settings } from "../tools/docs/settings-file";

const english = readFileSync("README.md", "utf8");
const korean = readFileSync("README.ko.md", "utf8");

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, "");
const headings = (text: string) => matches(withoutCode(text), /^(#+) /gm);
const links = (text: string) =>
    matches(withoutCode(text), /\]\(([^)]+)\)/g).filter((link) => !/^README(\.ko)?\.md$/.test(link));
const codeBlocks = (text: string) => matches(text, /```\n([\s\S]*?)```/g).map((block) => block.replace(/ +#.*$/gm, ""));
/** Names, commands and values; the messages in the tables among them. */
const inlineCode = (text: string) => matches(withoutCode(text), /`([^`\n]+)`/g).sort();

describe("the two READMEs", () => {
    test("have the same headings in the same order", () => {
        expect(headings(korean)).toEqual(headings(english));
        expect(headings(english).length).toBeGreaterThan(10);
    });

    test("have the same commands, but for the words after #", () => {
        expect(codeBlocks(korean)).toEqual(codeBlocks(english));
        expect(codeBlocks(english).length).toBeGreaterThan(5);
    });

    test("have the same links and pictures, and all of them lead somewhere", () => {
        expect(links(korean)).toEqual(links(english));
        for (const link of links(english).filter((each) => !each.startsWith("http"))) {
            expect([link, existsSync(link)]).toEqual([link, true]);
        }
    });

    test("name the same settings, files, messages and values", () => {
        expect(inlineCode(korean)).toEqual(inlineCode(english));
    });

    test("have the same figures", () => {
        const table = (text: string) => text.slice(text.lastIndexOf("| --- | ---: |")).split("\n\n")[0].split("\n");
        const figures = (text: string) =>
            table(text).map((line) =>
                line
                    .split("|")
                    .slice(2)
                    .join("|")
                    .replace(/\([^)]*\)/g, ""),
            );
        expect(figures(english).length).toBeGreaterThan(10);
        expect(figures(korean)).toEqual(figures(english));
    });
});

describe("what the README says", () => {
    test("names only commands that there are", () => {
        const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
        const contributing = readFileSync("CONTRIBUTING.md", "utf8");
        const named = matches(english + contributing, /npm run (?:--silent )?([\w:-]+)/g).map((name) =>
            name.replace(/:$/, ""),
        );
        expect(named.filter((name) => !(name in scripts))).toEqual([]);
        expect(
            Object.keys(scripts).filter((name) => !["start", "stop", "test"].includes(name) && !named.includes(name)),
        ).toEqual([]);
    });

    test("sets only settings that there are", () => {
        const known = new Set(settings().map(({ name }) => name));
        const set = matches(english, /pulumi config set (?:--secret |--path )*([A-Za-z]+)/g);
        expect(set.filter((name) => !known.has(name))).toEqual([]);
        expect(set.length).toBeGreaterThan(10);
    });

    test("quotes messages as the code has them", () => {
        const table = english.slice(
            english.indexOf("These messages are the project's own"),
            english.indexOf("These are Pulumi's"),
        );
        const messages = matches(table, /^\| `([^`]+)` \|/gm);
        const source = sources(".");
        expect(messages.length).toBeGreaterThan(10);
        for (const message of messages) {
            for (const part of message
                .split("…")
                .map((each) => each.trim())
                .filter((each) => each.length > 3)) {
                expect([part, source.includes(part)]).toEqual([part, true]);
            }
        }
    });
});

/** All that may print a message, but for the tests and the docs. */
function sources(folder: string): string {
    const left = ["node_modules", "test", "docs", "test-output", "README.md"];
    return readdirSync(folder)
        .filter((name) => !name.startsWith(".") && !left.includes(name))
        .map((name) => join(folder, name))
        .map((path) =>
            statSync(path).isDirectory() ? sources(path) : isSource(path) ? readFileSync(path, "utf8") : "",
        )
        .join("\n");
}

function isSource(path: string): boolean {
    return /\.(ts|mjs|py)$/.test(path) || dirname(path) === join("images", "airflow", "bin");
}
