import { createPrivateKey } from "node:crypto";
import { BadValue } from "./values";

/** What a key file of a service account always holds. */
const fields = ["private_key", "client_email", "project_id"] as const;

type KeyFile = Record<(typeof fields)[number], string>;

/**
 * Checks the JSON of a service account's key, so that a wrong file is refused before anything changes. Its text is in no message.
 *
 * @param text what Google Cloud's console or `gcloud iam service-accounts keys create` wrote into the file
 * @param words that the setting takes in place of a key
 * @returns the file's content
 * @throws BadValue that says what is wrong with the file
 */
export function serviceAccountKey(text: string, words: string[] = []): KeyFile {
    const file = keyFile(text, words);
    if (!isPrivateKey(file.private_key)) {
        throw new BadValue(
            "the private_key in the key file is no PEM key: bring the whole file, as Google Cloud wrote it",
        );
    }
    return file;
}

function keyFile(text: string, words: string[]): KeyFile {
    const content = parsed(text, words);
    if (content.type !== "service_account") {
        const other = typeof content.type === "string" ? `is of the type ${content.type.slice(0, 40)}` : "has no type";
        const instead = words.length > 0 ? `, or write ${words.join(" or ")}` : "";
        throw new BadValue(
            `the key file ${other}, where service_account is needed: make a key of a service account${instead}`,
        );
    }
    const missing = fields.filter((field) => typeof content[field] !== "string" || content[field] === "");
    if (missing.length > 0) {
        throw new BadValue(
            `the key file has no ${missing.join(" and no ")}: bring the whole file, as Google Cloud wrote it`,
        );
    }
    return content as KeyFile;
}

function parsed(text: string, words: string[]): Record<string, unknown> {
    let content: unknown;
    try {
        content = JSON.parse(text);
    } catch {
        // The parser's own message quotes the text, and with it maybe the key.
        content = undefined;
    }
    if (typeof content !== "object" || content === null || Array.isArray(content)) {
        const none = words.length > 0 ? `neither ${words.join(" nor ")} nor` : "not";
        throw new BadValue(`it is ${none} the JSON of a service account's key: bring the file itself, not its name`);
    }
    return content as Record<string, unknown>;
}

function isPrivateKey(pem: string): boolean {
    try {
        return createPrivateKey(pem).type === "private";
    } catch {
        return false;
    }
}
