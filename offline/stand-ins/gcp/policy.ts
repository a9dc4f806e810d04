/** The policy of a project, which says who has which role. It is read, changed and written as a whole. */
import { equal } from "../resource";
import { ask, PROPAGATION_MS } from "./api";
import { isStatus } from "./google-error";
import { retried } from "./retried";
import { resourceManager } from "./settings";

/** https://cloud.google.com/resource-manager/reference/rest/Shared.Types/Policy; what is not named here is handed back as it came. */
export interface Policy {
    etag?: string;
    version?: number;
    bindings?: Binding[];
}

export interface Binding {
    role: string;
    members: string[];
    condition?: Condition;
}

export interface Condition {
    title: string;
    description?: string;
    expression: string;
}

/** The oldest version that knows conditions: Google drops them for a caller that asks for an older one. */
const VERSION = 3;

// One change of a policy at a time: those of this plugin would only get into each other's way.
let last: Promise<unknown> = Promise.resolve();

export function readPolicy(project: string): Promise<Policy> {
    return post(project, `read the policy of the project ${project}`, "getIamPolicy", {
        options: { requestedPolicyVersion: VERSION },
    });
}

/**
 * Changes the bindings, even if another client changes them at the same time: Google refuses a policy that is no longer the one that
 * was read, and the change is then made again on the new one.
 */
export function changePolicy(
    project: string,
    purpose: string,
    change: (bindings: Binding[]) => Binding[],
): Promise<Policy> {
    const attempt = async (): Promise<Policy> => {
        const policy = await readPolicy(project);
        const bindings = change(policy.bindings ?? []);
        if (equal(bindings, policy.bindings ?? [])) {
            return policy;
        }
        return post(project, purpose, "setIamPolicy", {
            policy: { ...policy, version: VERSION, bindings },
            updateMask: "bindings,etag,auditConfigs",
        });
    };
    const result = last.then(() => retried(attempt, mayPass(project), PROPAGATION_MS));
    last = result.catch(() => undefined);
    return result;
}

function mayPass(project: string) {
    return (error: unknown) => {
        if (isStatus(error, 409)) {
            return { because: `another client is changing the policy of the project ${project}` };
        }
        if (isStatus(error, 400) && /does not exist/i.test(error.message)) {
            return { because: `the policy of the project ${project} does not know the new service account yet` };
        }
        return undefined;
    };
}

function post(project: string, purpose: string, method: string, body: object): Promise<Policy> {
    return ask<Policy>(resourceManager(), {
        purpose,
        method: "POST",
        path: `v1/projects/${encodeURIComponent(project)}:${method}`,
        body,
        project,
        role: "roles/resourcemanager.projectIamAdmin",
    });
}
