import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { type Document, documents, outOfDate } from "../../tools/docs/documents";
import { between } from "../../tools/docs/markers";
import { takeOver } from "../../tools/docs/screenshots";
import { secretsReadIn, secretSettings, settings, settingsIn } from "../../tools/docs/settings-file";
import { english, korean, settingsTables } from "../../tools/docs/settings-table";
import { translations, untranslated } from "../../tools/docs/translations";
import { temporaryFolder } from "../support/fixtures";

describe("the docs", () => {
    let made: Document[];

    beforeAll(async () => {
        made = await documents();
        // It runs the program for each stack.
    }, 60_000);

    test("are as `npm run docs` writes them", () => {
        const stale = outOfDate(made).map(({ file }) => file);
        // If this fails: npm run docs
        expect(stale).toEqual([]);
    });

    test("are out of date when a part of them is another", () => {
        const [first, ...rest] = made;
        expect(outOfDate([{ ...first, text: `${first.text} ` }, ...rest])).toHaveLength(1);
        expect(outOfDate([{ file: "docs/no-such-file.svg", text: "" }])).toHaveLength(1);
    });
});

describe("the settings table", () => {
    const file = readFileSync("Pulumi.yaml", "utf8");
    const table = (text: string) =>
        settingsTables({ settings: settingsIn(text), secrets: secretSettings(), replaced: new Map() }, english);

    test("has every setting with its description and default", () => {
        const { config } = load(file) as {
            config: Record<string, { description: string; default: string | number | boolean | object }>;
        };
        for (const [name, { description, default: standard }] of Object.entries(config)) {
            const row =
                table(file)
                    .split("\n")
                    .find((line) => line.startsWith(`| \`${name}\` |`)) ?? `no row ${name}`;
            expect(row).toContain(description);
            expect(row).toContain(standard === "" || typeof standard === "object" ? "" : `| \`${standard}\` |`);
        }
    });

    test("changes with a description, a default, a group and a new setting", () => {
        const changes = [
            file.replace("Port of the dbt docs.", "Port of dbt's documentation."),
            file.replace("default: 8085", "default: 8095"),
            file.replace("# Warehouse", "# Analytics"),
            `${file}  newSetting:\n    type: string\n    description: A new one.\n    default: ""\n`,
        ];
        for (const change of changes) {
            expect(table(change)).not.toBe(table(file));
        }
    });

    test("knows the secrets from what reads them", () => {
        expect([...secretSettings()].sort()).toEqual(
            expect.arrayContaining([
                "adminPassword",
                "bigqueryCredentials",
                "connections",
                "fernetKey",
                "metaDatabaseAdminPassword",
            ]),
        );
        expect([...secretSettings()]).not.toContain("adminUser");
        expect(secretsReadIn('reader.secret("one", parse); reader.secret(\n    "two")')).toEqual(["one", "two"]);
        expect(() => secretsReadIn("reader.secret(`${of}Password`)")).toThrow("must be read by a literal name");
    });
});

describe("the Korean words", () => {
    test("are there for every setting, and of today's English ones", () => {
        expect(untranslated(settings(), translations())).toEqual([]);
    });

    test("are found to be missing, old or left over", () => {
        const [first, ...rest] = settings();
        const changed = [
            { ...first, description: "Something else." },
            ...rest.slice(1),
            { ...first, name: "newSetting", group: "New group" },
        ];
        expect(untranslated(changed, translations())).toEqual([
            "newSetting has no Korean description",
            `${first.name} has changed in English: "Something else."`,
            `there is no setting ${rest[0].name}`,
            'the group "New group" has no Korean title',
        ]);
    });

    test("fill the table", () => {
        const table = settingsTables(
            { settings: settings(), secrets: secretSettings(), replaced: new Map([["timezone", ["TZ"]]]) },
            korean,
            translations(),
        );
        expect(table).toContain("| `timezone` | 문자열 | `Asia/Seoul` | ");
        expect(table).toContain("대체하는 환경 변수: `TZ`.");
    });
});

test("a part is put between its marks, and a document without them is refused", () => {
    const document = "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb";
    expect(between(document, "x", "new")).toBe("a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb");
    expect(() => between(document, "y", "new")).toThrow("There must be one <!-- y: begin -->");
    expect(() => between(`${document}<!-- x: begin -->`, "x", "new")).toThrow("There must be one");
});

describe("the screenshots", () => {
    const folder = temporaryFolder({ "readme-airflow.png": "picture", "in-a-browser-other.png": "other" });
    const empty = temporaryFolder({});
    const large = temporaryFolder({ "readme-large.png": "x".repeat(150_001) });

    test("are taken over by the names that the READMEs show", () => {
        expect(takeOver(folder, join(folder, "to"))).toEqual([join(folder, "to", "airflow.png")]);
        expect(readdirSync(join(folder, "to"))).toEqual(["airflow.png"]);
    });

    test("are refused when there are none, and when one is too large", () => {
        expect(() => takeOver(empty)).toThrow("npm run test:integration");
        expect(() => takeOver(large)).toThrow("readme-large.png is larger than 150 kB");
    });

    test("that are committed are small enough", () => {
        const committed = readdirSync("docs/screenshots");
        expect(committed.sort()).toEqual(["airflow.png", "dbt-docs.png"]);
        expect(committed.filter((name) => statSync(join("docs/screenshots", name)).size > 150_000)).toEqual([]);
    });
});
