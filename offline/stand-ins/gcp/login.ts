/** Logs in to Google Cloud as the official plugin does, late: a preview or an `up` without changes never does. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import type { AuthClient } from "google-auth-library";
import { iamCredentials, listSetting, setting } from "./settings";

/** What the official plugin asks for. */
const SCOPES = ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/userinfo.email"];

let client: Promise<AuthClient> | undefined;

/** The headers that show Google who asks. */
export function loginHeaders(): Promise<Headers> {
    client ??= login();
    return client
        .then((caller) => caller.getRequestHeaders())
        .catch((error: Error) => {
            client = undefined;
            throw new Error(
                `could not log in to Google Cloud: ${error.message.split("\n")[0]?.replace(/\.+$/, "")}. Run 'gcloud auth application-default login', ` +
                    "or set GOOGLE_CREDENTIALS to the key file of an account that may administer the project",
            );
        });
}

/** Forgets who has logged in; the provider's settings may have changed. */
export function logOut(): void {
    client = undefined;
}

async function login(): Promise<AuthClient> {
    // Loaded here, since most runs of the plugin never log in.
    const { Impersonated } = await import("google-auth-library");
    const targetScopes = scopes();
    const sourceClient = await caller();
    const targetPrincipal = setting("impersonateServiceAccount");
    if (!targetPrincipal) {
        return sourceClient;
    }
    const delegates = listSetting("impersonateServiceAccountDelegates");
    return new Impersonated({
        sourceClient,
        targetPrincipal,
        delegates,
        targetScopes,
        lifetime: 3600,
        endpoint: iamCredentials().replace(/\/$/, ""),
    });
}

async function caller(): Promise<AuthClient> {
    const { GoogleAuth, OAuth2Client } = await import("google-auth-library");
    const accessToken = setting("accessToken");
    if (accessToken) {
        const bearer = new OAuth2Client();
        bearer.setCredentials({ access_token: accessToken });
        return bearer;
    }
    const given = setting("credentials");
    return new GoogleAuth({ scopes: scopes(), ...(given && { credentials: content(given) }) }).getClient();
}

function scopes(): string[] {
    const own = listSetting("scopes");
    return own.length > 0 ? own : SCOPES;
}

/** Credentials come as JSON or as the path of a file with it. */
function content(pathOrJson: string): object {
    const path = pathOrJson.replace(/^~(?=\/)/, homedir());
    try {
        return JSON.parse(existsSync(path) ? readFileSync(path, "utf8") : pathOrJson) as object;
    } catch {
        // The parser's own message quotes what it read.
        throw new Error("the provider's credentials are neither a key file nor its JSON");
    }
}
