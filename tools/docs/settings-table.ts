import { type Setting } from "./settings-file";
import { type Translations } from "./translations";

/** The words around the descriptions. */
export interface Words {
    header: [setting: string, type: string, standard: string, meaning: string];
    types: Record<string, string>;
    secret: string;
    replaces(names: string): string;
}

export const english: Words = {
    header: ["Setting", "Type", "Default", "Description"],
    types: { string: "string", integer: "integer", boolean: "boolean", object: "map" },
    secret: "secret",
    replaces: (names) => `Replaces ${names}.`,
};

export const korean: Words = {
    header: ["설정", "형식", "기본값", "설명"],
    types: { string: "문자열", integer: "정수", boolean: "불리언", object: "맵" },
    secret: "시크릿",
    replaces: (names) => `대체하는 환경 변수: ${names}.`,
};

/** What the table shows. */
export interface Tabled {
    settings: Setting[];
    /** Names of the settings that are secrets. */
    secrets: Set<string>;
    /** Setting → the variables of the docker compose layout that it replaces. */
    replaced: Map<string, string[]>;
}

/** Markdown: one table for each group of settings. */
export function settingsTables(
    { settings, secrets, replaced }: Tabled,
    words: Words,
    translations?: Translations,
): string {
    const inPlaceOf = ({ name }: Setting) =>
        replaced.has(name) ? words.replaces((replaced.get(name) as string[]).map(code).join(", ")) : "";
    const groups = [...new Set(settings.map(({ group }) => group))];
    return groups
        .map((group) => {
            const rows = settings
                .filter((setting) => setting.group === group)
                .map((setting) => [
                    code(setting.name),
                    [
                        words.types[setting.type] ?? setting.type,
                        ...(secrets.has(setting.name) ? [words.secret] : []),
                    ].join(", "),
                    standard(setting.default),
                    [
                        translations ? translations.settings[setting.name].korean : setting.description,
                        inPlaceOf(setting),
                    ]
                        .join(" ")
                        .trim(),
                ]);
            const lines = [[...words.header], words.header.map(() => "---"), ...rows].map(
                (line) => `| ${line.join(" | ")} |`,
            );
            const title = translations ? translations.groups[group] : group;
            return [...(title ? [`**${title}**`, ""] : []), ...lines].join("\n");
        })
        .join("\n\n");
}

function code(text: string): string {
    return `\`${text}\``;
}

function standard(value: unknown): string {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text === "" || text === "{}" ? "" : code(text);
}
