import { serviceAccountKey } from "./service-account-key";
import { BadValue } from "./values";

/**
 * Checks the JSON of a service account's key for BigQuery.
 *
 * @param project id of the project in which dbt is to build; undefined: not known, so not compared
 * @returns the same text
 * @throws BadValue that says what is wrong with the file, without its text
 */
export function bigqueryKey(text: string, project: string | undefined): string {
    const file = serviceAccountKey(text, ["create", "none"]);
    if (project !== undefined && file.project_id !== project) {
        throw new BadValue(
            `the key is of the project ${file.project_id}, but bigqueryProject is ${project}: set bigqueryProject to ${file.project_id}, or bring a key of ${project}`,
        );
    }
    return text;
}
