/** The provider's own settings, with the environment variables that the official plugin reads where one is not set. */
import { type Properties, text } from "../resource";

const ENVIRONMENT: Record<string, string[]> = {
    project: ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"],
    accessToken: ["GOOGLE_OAUTH_ACCESS_TOKEN"],
    credentials: ["GOOGLE_CREDENTIALS", "GOOGLE_CLOUD_KEYFILE_JSON", "GCLOUD_KEYFILE_JSON"],
    impersonateServiceAccount: ["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"],
    iamCustomEndpoint: ["GOOGLE_IAM_CUSTOM_ENDPOINT"],
    iamCredentialsCustomEndpoint: ["GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT"],
    resourceManagerCustomEndpoint: ["GOOGLE_RESOURCE_MANAGER_CUSTOM_ENDPOINT"],
};

/** Settings that only the official plugin follows, and without which a call would mean something else. */
const UNKNOWN_TO_STAND_IN = ["externalCredentials", "universeDomain"];

let settings: Properties = {};

export function configure(config: Properties): void {
    settings = config;
}

export function setting(name: string): string {
    return (
        text(settings[name]) || (ENVIRONMENT[name] ?? []).map((variable) => process.env[variable]).find(Boolean) || ""
    );
}

/** A setting that is a list stands there as JSON. */
export function listSetting(name: string): string[] {
    return JSON.parse(setting(name) || "[]") as string[];
}

/** The project of a resource that names none itself. */
export function projectOf(inputs: Properties): string {
    const project = text(inputs.project) || setting("project");
    if (!project) {
        throw new Error("no project is named: give the resource or the provider a project, or set GOOGLE_PROJECT");
    }
    return project;
}

export const iam = (): string => address("iamCustomEndpoint", "https://iam.googleapis.com/");
export const iamCredentials = (): string =>
    address("iamCredentialsCustomEndpoint", "https://iamcredentials.googleapis.com/");
export const resourceManager = (): string =>
    address("resourceManagerCustomEndpoint", "https://cloudresourcemanager.googleapis.com/");

/** How long Google may keep the provider waiting for one answer, with all further tries. */
export function patience(): number {
    const [, amount, unit] = DURATION.exec(setting("requestTimeout") || "120s") ?? [];
    return Number(amount) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit as "ms" | "s" | "m" | "h"];
}

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

export function checkConfig(config: Properties): Record<string, string> {
    const failures: Record<string, string> = {};
    for (const name of Object.keys(config).filter((each) => each.endsWith("CustomEndpoint"))) {
        if (!/^https?:\/\/.*\/[^/]+\/$/.test(text(config[name]))) {
            failures[name] = `must be an address with a version, such as https://host/v1/, not ${text(config[name])}`;
        }
    }
    if (config.requestTimeout !== undefined && !DURATION.test(text(config.requestTimeout))) {
        failures.requestTimeout = `must be one number with a unit, such as 120s, not ${text(config.requestTimeout)}`;
    }
    for (const name of UNKNOWN_TO_STAND_IN.filter((each) => text(config[each]))) {
        failures[name] = "the gcp stand-in does not know this setting: install the official plugin";
    }
    return failures;
}

/** The official plugin writes an endpoint with a version, and then leaves the version out. */
function address(name: string, official: string): string {
    return setting(name).replace(/[^/]+\/$/, "") || official;
}
