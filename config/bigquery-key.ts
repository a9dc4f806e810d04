import { createPrivateKey } from "node:crypto";
import { BadValue } from "./values";

/** What a key file of a service account always holds. */
const fields = ["private_key", "client_email", "project_id"] as const;

type KeyFile = Record<(typeof fields)[number], string>;

/**
 * Checks the JSON of a service account's key, so that a wrong file is refused before anything changes. Its text is in no message.
 *
 * @param text what Google Cloud's console or `gcloud iam service-accounts keys create` wrote into the file
 * @param project id of the project in which dbt is to build; undefined: not known, so not compared
 * @returns the same text
 * @throws BadValue that says what is wrong with the file
 */
export function bigqueryKey(text: string, project: string | undefined): string {
    const file = keyFile(text);
    if (!isPrivateKey(file.private_key)) {
        throw new BadValue(
            "the private_key in the key file is no PEM key: bring the whole file, as Google Cloud wrote it",
        );
    }
    if (project !== undefined && file.project_id !== project) {
        throw new BadValue(
            `the key is of the project ${file.project_id}, but bigqueryProject is ${project}: set bigqueryProject to ${file.project_id}, or bring a key of ${project}`,
        );
    }
    return text;
}

function keyFile(text: string): KeyFile {
    const content = parsed(text);
    if (content.type !== "service_account") {
        const other = typeof content.type === "string" ? `is of the type ${content.type.slice(0, 40)}` : "has no type";
        throw new BadValue(
            `the key file ${other}, where service_account is needed: make a key of a service account, or write create or none`,
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

function parsed(text: string): Record<string, unknown> {
    let content: unknown;
    try {
        content = JSON.parse(text);
    } catch {
        // The parser's own message quotes the text, and with it maybe the key.
        content = undefined;
    }
    if (typeof content !== "object" || content === null || Array.isArray(content)) {
        throw new BadValue(
            "it is neither create nor none nor the JSON of a service account's key: bring the file itself, not its name",
        );
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
