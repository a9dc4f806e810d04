import { existsSync, readFileSync } from "node:fs";
import { drawn } from "./drawn";
import { between } from "./markers";
import { replaced } from "./replaced";
import { secretsTable } from "./secrets-table";
import { secretSettings, settings } from "./settings-file";
import { english, korean, settingsTables } from "./settings-table";
import { translations, translationsFile, untranslated } from "./translations";

/** A generated document, or a document with generated parts. */
export interface Document {
    file: string;
    text: string;
}

/** The stacks whose architecture is drawn. */
export const pictured = ["local", "prod"];

/** What has secrets of its own, and neither stack by default: the reverse proxy, workers, and DAGs from git. */
const withMore = {
    settings: {
        tls: "own-ca",
        postgresBindAddress: "0.0.0.0",
        workers: [{ name: "big" }],
        dags: {
            git: { url: "git@example.com:dags.git", ref: "main", knownHosts: "example.com ssh-ed25519 AAAAC3Nz" },
        },
    },
    secrets: { dagsDeployKey: "-----BEGIN PRIVATE KEY-----\nb2YgZGFnc0RlcGxveUtleQ==\n-----END PRIVATE KEY-----" },
};

/** The documents that are missing in the checkout, or differ there. */
export function outOfDate(all: Document[]): Document[] {
    return all.filter(({ file, text }) => !existsSync(file) || readFileSync(file, "utf8") !== text);
}

/** All documents as they should be. */
export async function documents(): Promise<Document[]> {
    const tabled = { settings: settings(), secrets: secretSettings(), replaced: await replaced() };
    const known = translations();
    const missing = untranslated(tabled.settings, known);
    if (missing.length > 0) {
        throw new Error(
            `${translationsFile} is out of date. Fix it there:\n${missing.map((line) => `  ${line}`).join("\n")}`,
        );
    }
    const pictures = [];
    for (const stack of pictured) {
        pictures.push({ stack, ...(await drawn(stack)) });
    }
    const stacks = [...pictures, await drawn("local", withMore)].map(({ shown }) => shown);
    return [
        withPart("docs/settings.md", "settings", settingsTables(tabled, english)),
        withPart("docs/ko/settings.md", "settings", settingsTables(tabled, korean, known)),
        withPart("docs/security.md", "secrets", secretsTable(stacks, "english")),
        withPart("docs/ko/security.md", "secrets", secretsTable(stacks, "korean")),
        ...pictures.map(({ stack, image }) => ({ file: `docs/architecture-${stack}.svg`, text: image })),
    ];
}

function withPart(file: string, name: string, text: string): Document {
    return { file, text: between(readFileSync(file, "utf8"), name, text) };
}
