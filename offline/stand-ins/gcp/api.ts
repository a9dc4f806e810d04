/** Asks Google's REST APIs, and waits where Google wants that. */
import { type Call, GoogleError, isStatus } from "./google-error";
import { loginHeaders } from "./login";
import { retried } from "./retried";
import { patience } from "./settings";

/** How long what was just made may stay unknown to other parts of Google (https://cloud.google.com/iam/docs/access-change-propagation). */
export const PROPAGATION_MS = 60_000;

/**
 * @param base address of the API
 * @throws GoogleError that says what was asked for, what Google answered, and what to do
 */
export function ask<T>(base: string, call: Call): Promise<T> {
    const busy = (error: unknown) =>
        isStatus(error, 429, 503)
            ? { because: `Google asks for patience (${error.status}) to ${call.purpose}`, after: error.retryAfter }
            : undefined;
    return retried(() => once<T>(base, call), busy, patience());
}

async function once<T>(base: string, call: Call): Promise<T> {
    const headers = await loginHeaders();
    headers.set("content-type", "application/json");
    const { gaxios } = await import("google-auth-library");
    const request = {
        url: `${base}${call.path}`,
        method: call.method,
        headers,
        body: call.body && JSON.stringify(call.body),
        timeout: patience(),
    };
    // Through gaxios, which knows the proxies of the environment; its own tries again would say nothing.
    const answer = await gaxios
        .request<string>({ ...request, retry: false, validateStatus: () => true, responseType: "text" })
        .catch((error: Error) => {
            throw new Error(`could not ${call.purpose}: ${new URL(base).host} cannot be reached: ${reason(error)}`);
        });
    if (!answer.ok) {
        throw new GoogleError(call, answer.status, answer.headers, answer.data);
    }
    return JSON.parse(answer.data || "{}") as T;
}

/** What lies under the messages of the libraries between. */
function reason(error: Error): string {
    return error.cause ? reason(error.cause as Error) : error.message;
}

/** What is no longer there is undefined. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
    try {
        return await work;
    } catch (error) {
        if (isStatus(error, 404)) {
            return undefined;
        }
        throw error;
    }
}
