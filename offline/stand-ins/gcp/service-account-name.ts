/** Names of service accounts, and of their keys, in requests and messages. */
import { type Properties, text } from "../resource";
import { projectOf } from "./settings";

/** The account may be named by its address alone, whose project Google then knows. */
export function accountName(inputs: Properties): string {
    const id = text(inputs.serviceAccountId);
    if (id.startsWith("projects/")) {
        return id;
    }
    return id.includes("@")
        ? `projects/-/serviceAccounts/${id}`
        : `projects/-/serviceAccounts/${id}@${projectOf({})}.iam.gserviceaccount.com`;
}

export const email = (name: string): string => text(name.split("/")[3]);

/** What an error says of a request that is about an account or one of its keys, and the role that it takes. */
export function call(verb: string, name: string) {
    const project = text(name.split("/")[1]).replace(/^-$/, text(email(name).split(/[@.]/)[1]));
    return {
        purpose: `${verb} the service account ${email(name)} in the project ${project}`,
        project,
        role: "roles/iam.serviceAccountKeyAdmin",
    };
}
