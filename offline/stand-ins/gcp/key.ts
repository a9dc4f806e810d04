/** `gcp.serviceaccount.Key`: a key of a service account. Google shows its private half once, when it is made. */
import { equal, type Properties, type Resource, text } from "../resource";
import { ask, PROPAGATION_MS, unlessGone } from "./api";
import { isStatus } from "./google-error";
import { onlyDelete } from "./only-delete";
import { retried } from "./retried";
import { accountName, call, email } from "./service-account-name";
import { iam } from "./settings";

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys */
interface ServiceAccountKey {
    name: string;
    keyAlgorithm: string;
    privateKeyData?: string;
    publicKeyData?: string;
    validAfterTime?: string;
    validBeforeTime?: string;
}

export const key: Resource = {
    defaults: {
        deletionPolicy: "DELETE",
        keyAlgorithm: "KEY_ALG_RSA_2048",
        privateKeyType: "TYPE_GOOGLE_CREDENTIALS_FILE",
        publicKeyType: "TYPE_X509_PEM_FILE",
    },
    replaceOn: ["keepers", "keyAlgorithm", "privateKeyType", "publicKeyData", "publicKeyType", "serviceAccountId"],
    computed: ["name", "privateKey", "publicKey", "validAfter", "validBefore"],

    check({ deletionPolicy, publicKeyData }) {
        const failures = onlyDelete(deletionPolicy);
        if (publicKeyData !== undefined) {
            failures.publicKeyData = "the gcp stand-in uploads no keys: install the official plugin";
        }
        return failures;
    },

    same: (_property, before, after) => equal(sorted(before), sorted(after)),

    async create(inputs) {
        const owner = accountName(inputs);
        const { keyAlgorithm, privateKeyType } = inputs;
        const asked = call("create a key of", owner);
        const create = () =>
            ask<ServiceAccountKey>(iam(), {
                ...asked,
                method: "POST",
                path: `v1/${owner}/keys`,
                body: { keyAlgorithm, privateKeyType },
            });
        const made = await retried(
            create,
            notYet(`Google does not know the service account ${email(owner)} yet`),
            PROPAGATION_MS,
        );
        // A new key cannot be used to log in until Google knows it everywhere.
        const found = await retried(
            () => get(made.name, inputs),
            notYet(`Google does not know the new key of ${email(owner)} yet`),
            PROPAGATION_MS,
        );
        const { privateKeyData: privateKey, validAfterTime: validAfter, validBeforeTime: validBefore } = made;
        return {
            id: made.name,
            outputs: {
                ...inputs,
                name: made.name,
                privateKey,
                publicKey: found.publicKeyData,
                validAfter,
                validBefore,
            },
        };
    },

    async read(id, state) {
        if (!state.privateKey) {
            throw new Error(
                `the key ${id} cannot be imported: Google shows the private half of a key only once. Let the program make a new one`,
            );
        }
        const found = await unlessGone(get(id, state)).catch(async (error: unknown) => {
            // Google also answers 403 for a key whose account is gone.
            if (isStatus(error, 403) && !(await accountExists(id))) {
                return undefined;
            }
            throw error;
        });
        return (
            found && {
                id,
                outputs: {
                    ...state,
                    name: found.name,
                    keyAlgorithm: found.keyAlgorithm,
                    publicKey: found.publicKeyData,
                },
            }
        );
    },

    async delete(id) {
        await unlessGone(ask(iam(), { ...call("delete a key of", id), method: "DELETE", path: `v1/${id}` })).catch(
            async (error: unknown) => {
                if (!isStatus(error, 403) || (await accountExists(id))) {
                    throw error;
                }
            },
        );
    },
};

function get(id: string, { publicKeyType }: Properties): Promise<ServiceAccountKey> {
    return ask<ServiceAccountKey>(iam(), {
        ...call("look up a key of", id),
        method: "GET",
        path: `v1/${id}?publicKeyType=${text(publicKeyType)}`,
    });
}

async function accountExists(id: string): Promise<boolean> {
    const owner = id.replace(/\/keys\/.*/, "");
    return (
        (await unlessGone(
            ask(iam(), {
                ...call("look up", owner),
                role: "roles/iam.serviceAccountViewer",
                method: "GET",
                path: `v1/${owner}`,
            }),
        )) !== undefined
    );
}

function notYet(because: string) {
    return (error: unknown) => (isStatus(error, 404) ? { because } : undefined);
}

/** Keepers are a map: the order of their names means nothing. */
function sorted(value: unknown): unknown {
    return typeof value === "object" && value !== null
        ? Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
        : value;
}
