/** What Google's APIs say when they refuse something, and what a person can do about it. */

/** One request to Google. */
export interface Call {
    /** What it is for, as it stands behind "could not": `delete the service account …`. */
    purpose: string;
    method: "GET" | "POST" | "PATCH" | "DELETE";
    /** Address with the version, without the host. */
    path: string;
    body?: object;
    /** Whose project it is about. */
    project: string;
    /** The role that allows it. */
    role: string;
}

/** https://cloud.google.com/apis/design/errors#http_mapping */
interface Body {
    error?: {
        message?: string;
        status?: string;
        details?: { "@type"?: string; reason?: string; retryDelay?: string; violations?: { type?: string }[] }[];
    };
}

export class GoogleError extends Error {
    public readonly status: number;
    /** Milliseconds that Google wants to be left alone. */
    public readonly retryAfter: number | undefined;

    constructor(call: Call, status: number, headers: Headers, body: string) {
        const { error = {} } = parsed(body);
        const said = (error.message ?? body.replace(/\s+/g, " ").trim().slice(0, 200)) || "nothing more";
        const words = [
            `could not ${call.purpose}: Google answered ${status}${error.status ? ` ${error.status}` : ""}: ${said.replace(/\.$/, "")}`,
            advice(call, status, error),
        ];
        super(words.filter(Boolean).join(". "));
        this.status = status;
        this.retryAfter =
            seconds(headers.get("retry-after")) ??
            seconds(error.details?.find((each) => each.retryDelay)?.retryDelay?.replace(/s$/, ""));
    }
}

export function isStatus(error: unknown, ...statuses: number[]): error is GoogleError {
    return error instanceof GoogleError && statuses.includes(error.status);
}

function advice(
    { project, role }: Call,
    status: number,
    { message = "", details = [] }: NonNullable<Body["error"]>,
): string {
    const reasons = details.flatMap(({ reason, violations }) => [
        reason,
        ...(violations ?? []).map(({ type }) => type),
    ]);
    if (reasons.includes("SERVICE_DISABLED")) {
        return `Switch the APIs on: gcloud services enable iam.googleapis.com cloudresourcemanager.googleapis.com --project ${project}`;
    }
    if (
        reasons.includes("constraints/iam.disableServiceAccountKeyCreation") ||
        /key creation is not allowed/i.test(message)
    ) {
        return "A policy of the organization forbids keys: do without one (pulumi config set bigqueryCredentials none), or have the policy lifted for this project";
    }
    if (/maximum number of keys/i.test(message)) {
        return "An account has at most 10 keys: see them with 'gcloud iam service-accounts keys list --iam-account <account>', and delete those that nobody uses";
    }
    switch (status) {
        case 401:
            return "The login is not accepted or has expired: run 'gcloud auth application-default login', or give a fresh GOOGLE_OAUTH_ACCESS_TOKEN";
        case 403:
            return `The account that runs Pulumi needs a role in that project: gcloud projects add-iam-policy-binding ${project} --member user:<you> --role ${role}`;
        case 404:
            return `Look whether the project's id is right, and whether you see the project: gcloud projects describe ${project}`;
        case 429:
        case 503:
            return "Nothing is broken: wait a few minutes, then run 'pulumi up' again";
        default:
            return "";
    }
}

function parsed(body: string): Body {
    try {
        return JSON.parse(body) as Body;
    } catch {
        // Not Google but something on the way to it, such as a proxy.
        return {};
    }
}

function seconds(text: string | null | undefined): number | undefined {
    if (!text) {
        return undefined;
    }
    const wait = Number.isNaN(Number(text)) ? Date.parse(text) - Date.now() : Number(text) * 1000;
    return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
