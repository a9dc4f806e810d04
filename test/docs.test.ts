import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { settings } from "../tools/docs/settings-file";

/** Pages in English only. */
const untranslated = ["provider-facts.md"];

const pagesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".md"));
/** English pages that have a Korean one: [English, Korean]. */
const translated = [
    ...["", "airflow/", "dbt/"].map((folder) => [`${folder}README.md`, `${folder}README.ko.md`]),
    ...pagesIn("docs/ko").map((name) => [`docs/${name}`, `docs/ko/${name}`]),
];
/** All pages in English. */
const english = [
    ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
    ...["airflow/README.md", "dbt/README.md", "policy/README.md", "commands/set-up/README.md"],
    ...["offline/README.md"].filter(existsSync),
    ...pagesIn("docs").map((name) => `docs/${name}`),
];

const read = (file: string) => readFileSync(file, "utf8");
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, "").replace(/^ {4}.*$/gm, "");
const headings = (text: string) => matches(withoutCode(text), /^(#+) /gm);
const codeBlocks = (text: string) => matches(text, /```\n([\s\S]*?)```/g).map((block) => block.replace(/ +#.*$/gm, ""));
/** Names, commands and values; the messages in the tables among them. */
const inlineCode = (text: string) => matches(withoutCode(text), /`([^`\n]+)`/g).sort();
/** All numbers outside code and links. */
const figures = (text: string) =>
    matches(withoutCode(text).replace(/`[^`]*`|\]\([^)]*\)|https?:\S+/g, ""), /(?<![\w.-])(\d+(?:\.\d+)?)/g).sort();
/** Files of this repository that a page links to, as paths from its root. */
const links = (file: string) =>
    matches(withoutCode(read(file)), /\]\(([^)]+)\)/g)
        .filter((link) => !link.startsWith("http"))
        .map((link) => normalize(join(dirname(file), link.replace(/#.*/, ""))));
const inEnglish = (file: string) => translated.find(([, korean]) => korean === file)?.[0] ?? file;

describe.each(translated)("%s and %s", (page, korean) => {
    test("have the same headings, commands, links, names, messages and figures", () => {
        expect(headings(read(korean))).toEqual(headings(read(page)));
        expect(codeBlocks(read(korean))).toEqual(codeBlocks(read(page)));
        expect(links(korean).map(inEnglish).sort()).toEqual(links(page).map(inEnglish).sort());
        expect(inlineCode(read(korean))).toEqual(inlineCode(read(page)));
        expect(figures(read(korean))).toEqual(figures(read(page)));
    });

    test("link to each other, and the Korean one to Korean pages", () => {
        expect(links(page)).toContain(korean);
        const inKorean = new Map(translated.filter(([other]) => other !== page).map(([from, to]) => [from, to]));
        expect(links(korean).filter((link) => inKorean.has(link))).toEqual([]);
    });
});

test("every other page of the docs is translated", () => {
    const known = [...pagesIn("docs/ko"), ...untranslated];
    expect(pagesIn("docs").filter((name) => !known.includes(name))).toEqual([]);
});

test("the READMEs are short", () => {
    for (const file of ["README.md", "README.ko.md"]) {
        expect(read(file).split("\n").length).toBeLessThanOrEqual(150);
    }
});

test.each([...english, ...translated.map(([, korean]) => korean)])("the links of %s lead somewhere", (file) => {
    // The folder offline/ may be deleted.
    const isThere = (link: string) => existsSync(link) || (link.startsWith("offline/") && !existsSync("offline"));
    expect(links(file).filter((link) => !isThere(link))).toEqual([]);
});

describe("the pages in English", () => {
    const all = english.map(read).join("\n");

    test("name only commands that exist, and all of them", () => {
        const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
        const named = matches(all, /npm run (?:--silent )?([\w-]+(?::[\w-]+)?)/g);
        expect(named.filter((name) => !(name in scripts))).toEqual([]);
        const short = ["start", "stop", "test"];
        expect(Object.keys(scripts).filter((name) => !short.includes(name) && !named.includes(name))).toEqual([]);
    });

    test("set only settings that exist", () => {
        const known = new Set(settings().map(({ name }) => name));
        const set = matches(all, /pulumi config set (?:--secret |--path )*([A-Za-z]+)/g);
        expect(set.filter((name) => !known.has(name))).toEqual([]);
        expect(set.length).toBeGreaterThan(10);
    });

    test("list every secret that has a generation number", () => {
        const list = /const generated = \[([^\]]+)\]/.exec(read("config/generations.ts"))?.[1] ?? "";
        const names = matches(list, /"(\w+)"/g);
        expect(names.length).toBeGreaterThan(5);
        expect(names.filter((name) => !read("docs/secrets.md").includes(`\`${name}\``))).toEqual([]);
    });

    test("quote messages as the code has them", () => {
        const page = read("docs/troubleshooting.md");
        const table = page.slice(page.indexOf("## Messages of this project"), page.indexOf("## Messages of Pulumi"));
        const messages = matches(table, /^\| `([^`]+)` \|/gm);
        const source = sources(".");
        expect(messages.length).toBeGreaterThan(10);
        const parts = messages.flatMap((message) => message.split("…").map((part) => part.trim()));
        expect(parts.filter((part) => part.length > 3 && !source.includes(part))).toEqual([]);
    });
});

/** Every source that may print a message, except tests and docs. */
function sources(folder: string): string {
    const left = ["node_modules", "test", "docs", "test-output"];
    return readdirSync(folder)
        .filter((name) => !name.startsWith(".") && !left.includes(name))
        .map((name) => join(folder, name))
        .map((path) => (statSync(path).isDirectory() ? sources(path) : isSource(path) ? read(path) : ""))
        .join("\n");
}

function isSource(path: string): boolean {
    return /\.(ts|mjs|py)$/.test(path) || dirname(path) === join("images", "airflow", "bin");
}
