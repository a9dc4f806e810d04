import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { type Setting } from "./settings-file";

/** A text in both languages. The English text shows when the Korean one is out of date. */
interface Translated {
    english: string;
    korean: string;
}

/** What `docs/ko/settings.yaml` holds. */
export interface Translations {
    /** English title → Korean title. */
    groups: Record<string, string>;
    settings: Record<string, Translated>;
}

export const translationsFile = "docs/ko/settings.yaml";

export function translations(): Translations {
    return load(readFileSync(translationsFile, "utf8")) as Translations;
}

/** What is missing, left over or out of date, one line each. */
export function untranslated(settings: Setting[], { groups, settings: known }: Translations): string[] {
    const names = new Set(settings.map(({ name }) => name));
    const titles = new Set(settings.map(({ group }) => group).filter((group) => group !== ""));
    return [
        ...settings.filter(({ name }) => !known[name]).map(({ name }) => `${name} has no Korean description`),
        ...settings
            .filter(({ name, description }) => known[name] && known[name].english !== description)
            .map(({ name, description }) => `${name} has changed in English: "${description}"`),
        ...Object.keys(known)
            .filter((name) => !names.has(name))
            .map((name) => `there is no setting ${name}`),
        ...[...titles].filter((title) => !groups[title]).map((title) => `the group "${title}" has no Korean title`),
        ...Object.keys(groups)
            .filter((title) => !titles.has(title))
            .map((title) => `there is no group "${title}"`),
    ];
}
