import type * as pulumi from "@pulumi/pulumi";
import { hostOf, type ImageRegistry } from "../components/docker/image-registry";
import { type Problem, refusedSettings } from "./refused-settings";

/**
 * Refuses a login that the registry refuses, which Docker would find out only after it has built the images. A registry that does not answer
 * is no reason: the engines may reach it on another way than this program.
 *
 * @throws RunError that names the setting, and the command that fixes it
 */
export async function refuseWrongLogin(registry: ImageRegistry | undefined): Promise<void> {
    const problem = registry && (await problemOf(registry).catch(() => undefined));
    if (problem) {
        throw refusedSettings([problem]);
    }
}

/** https://distribution.github.io/distribution/spec/auth/token/ */
async function problemOf(registry: ImageRegistry): Promise<Problem | undefined> {
    const [host, { login }] = [hostOf(registry), registry];
    const asked = await ask(`https://${host}/v2/`);
    const [, scheme = "", rest = ""] = /^(\w+) (.*)$/.exec(asked.headers.get("www-authenticate") ?? "") ?? [];
    if (asked.status !== 401 || !/^(basic|bearer)$/i.test(scheme)) {
        return undefined;
    }
    if (login === undefined) {
        return {
            setting: "imageRegistryUser",
            wrong: `it is missing, and ${host} asks for a login`,
            fix: "pulumi config set imageRegistryUser <name>, and pulumi config set --secret imageRegistryPassword",
        };
    }
    const given = `Basic ${Buffer.from(`${login.user}:${await valueOf(login.password)}`).toString("base64")}`;
    const url = /^basic$/i.test(scheme) ? `https://${host}/v2/` : tokenAddress(rest, registry);
    const { status } = await ask(url, given);
    if (status !== 401 && status !== 403) {
        return undefined;
    }
    return {
        setting: "imageRegistryPassword",
        wrong: `${host} refuses it for the user ${login.user} of imageRegistryUser (status ${status})`,
        fix: "pulumi config set --secret imageRegistryPassword",
    };
}

/** Where a login is changed for a token to push images below the registry's path. */
function tokenAddress(parameters: string, { address }: ImageRegistry): string {
    const { realm, service } = Object.fromEntries(
        [...parameters.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ) as { realm: string; service?: string };
    const url = new URL(realm);
    if (url.protocol !== "https:") {
        throw new Error("a login may not be sent in plain text");
    }
    const path = [...address.split("/").slice(1), "airflow"].join("/");
    url.searchParams.set("service", service ?? "");
    url.searchParams.set("scope", `repository:${path}:pull,push`);
    return url.href;
}

function ask(url: string, authorization?: string): Promise<Response> {
    const headers = authorization === undefined ? undefined : { authorization };
    return fetch(url, { headers, signal: AbortSignal.timeout(5000) });
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => void output.apply(resolve));
}
