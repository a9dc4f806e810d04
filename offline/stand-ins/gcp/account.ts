/** `gcp.serviceaccount.Account`. */
import { equal, type Properties, type Resource, type State, text, UNKNOWN } from "../resource";
import { ask, PROPAGATION_MS, unlessGone } from "./api";
import { isStatus } from "./google-error";
import { onlyDelete } from "./only-delete";
import { retried } from "./retried";
import { iam, projectOf } from "./settings";

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
interface ServiceAccount {
    name: string;
    projectId: string;
    uniqueId: string;
    email: string;
    displayName?: string;
    description?: string;
    disabled?: boolean;
    etag?: string;
}

export const account: Resource = {
    defaults: { deletionPolicy: "DELETE", disabled: false },
    replaceOn: ["accountId", "project"],
    // The project is the provider's where the program names none.
    computed: ["email", "member", "name", "project", "uniqueId"],

    check({ accountId, deletionPolicy }) {
        const failures = onlyDelete(deletionPolicy);
        if (accountId !== UNKNOWN && !/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(text(accountId))) {
            failures.accountId = `must be 6 to 30 lower-case letters, digits and hyphens, a letter first, not ${JSON.stringify(accountId)}`;
        }
        return failures;
    },

    async create(inputs) {
        const project = projectOf(inputs);
        const { accountId, displayName, description } = inputs;
        const asked = call("create", `${text(accountId)}@${project}.iam.gserviceaccount.com`, project);
        const made = await ask<ServiceAccount>(iam(), {
            ...asked,
            method: "POST",
            path: `v1/projects/${project}/serviceAccounts`,
            body: { accountId, serviceAccount: { displayName, description } },
        }).catch((error: Error) => {
            if (!isStatus(error, 409)) {
                throw error;
            }
            const id = `projects/${project}/serviceAccounts/${text(accountId)}@${project}.iam.gserviceaccount.com`;
            if (inputs.createIgnoreAlreadyExists) {
                return get(id);
            }
            throw new Error(
                `${error.message}. Take it over with 'pulumi import gcp:serviceaccount/account:Account <name> ${id}', or choose another id`,
            );
        });
        const unknownYet = (error: unknown) =>
            isStatus(error, 403, 404)
                ? { because: `Google does not know the new service account ${made.email} yet` }
                : undefined;
        return state(await retried(() => get(made.name), unknownYet, PROPAGATION_MS), inputs);
    },

    async read(id, before) {
        const found = await unlessGone(get(fullName(id)));
        return found && state(found, before);
    },

    async update(id, before, inputs) {
        const changed = ["description", "displayName"].filter((name) => !equal(before[name] ?? "", inputs[name] ?? ""));
        const current = await get(id);
        const asked = call("change", current.email, current.projectId);
        if (changed.length > 0) {
            const serviceAccount = {
                displayName: text(inputs.displayName),
                description: text(inputs.description),
                etag: current.etag,
            };
            await ask(iam(), {
                ...asked,
                method: "PATCH",
                path: `v1/${id}`,
                body: { serviceAccount, updateMask: changed.join(",") },
            });
        }
        if ((current.disabled ?? false) !== (inputs.disabled ?? false)) {
            await ask(iam(), {
                ...asked,
                method: "POST",
                path: `v1/${id}:${inputs.disabled ? "disable" : "enable"}`,
                body: {},
            });
        }
        return { ...before, ...inputs };
    },

    async delete(id) {
        await unlessGone(ask(iam(), { ...callOn("delete", id), method: "DELETE" }));
    },
};

function get(id: string): Promise<ServiceAccount> {
    return ask<ServiceAccount>(iam(), { ...callOn("look up", id), method: "GET" });
}

function callOn(verb: string, id: string) {
    const [, project, , email] = id.split("/");
    return { ...call(verb, text(email), text(project)), path: `v1/${id}` };
}

function call(verb: string, email: string, project: string) {
    return {
        purpose: `${verb} the service account ${email} in the project ${project}`,
        project,
        role: "roles/iam.serviceAccountAdmin",
    };
}

function state(found: ServiceAccount, before: Properties): State {
    const { name, email, uniqueId, projectId: project, displayName, description, disabled = false } = found;
    const kept = {
        deletionPolicy: before.deletionPolicy ?? "DELETE",
        createIgnoreAlreadyExists: before.createIgnoreAlreadyExists,
    };
    const accountId = text(email.split("@")[0]);
    return {
        id: name,
        outputs: {
            ...kept,
            accountId,
            name,
            email,
            uniqueId,
            project,
            displayName,
            description,
            disabled,
            member: `serviceAccount:${email}`,
        },
    };
}

/** The forms in which an import may name an account. */
function fullName(id: string): string {
    if (id.startsWith("projects/")) {
        return id;
    }
    const [project, email] = id.includes("/") ? id.split("/") : [projectOf({}), id];
    return `projects/${project}/serviceAccounts/${email}`;
}
