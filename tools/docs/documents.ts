import { existsSync, readFileSync } from "node:fs";
import { drawn } from "./drawn";
import { between } from "./markers";
import { replaced } from "./replaced";
import { secretSettings, settings } from "./settings-file";
import { english, korean, settingsTables } from "./settings-table";
import { translations, translationsFile, untranslated } from "./translations";

/** A generated document, or one with generated parts. */
export interface Document {
    file: string;
    text: string;
}

/** The stacks that have a picture. */
export const pictured = ["local", "prod"];

/** Those that are missing or another in the checkout. */
export function outOfDate(all: Document[]): Document[] {
    return all.filter(({ file, text }) => !existsSync(file) || readFileSync(file, "utf8") !== text);
}

/** All documents as they should be. */
export async function documents(): Promise<Document[]> {
    const secrets = secretSettings();
    const tabled = { settings: settings(), secrets, replaced: await replaced() };
    const known = translations();
    const missing = untranslated(tabled.settings, known);
    if (missing.length > 0) {
        throw new Error(
            `${translationsFile} is out of date; mend it there:\n${missing.map((line) => `  ${line}`).join("\n")}`,
        );
    }
    const made: Document[] = [
        {
            file: "README.md",
            text: between(readFileSync("README.md", "utf8"), "settings", settingsTables(tabled, english)),
        },
        {
            file: "README.ko.md",
            text: between(readFileSync("README.ko.md", "utf8"), "settings", settingsTables(tabled, korean, known)),
        },
    ];
    for (const stack of pictured) {
        made.push({ file: `docs/architecture-${stack}.svg`, text: await drawn(stack) });
    }
    return made;
}
