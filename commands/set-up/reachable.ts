/** Finds out in seconds whether a host answers, where a download would wait for minutes. */
import { request as plain } from "node:http";
import { request as secure, type RequestOptions } from "node:https";
import { connect } from "node:tls";
import type { Socket } from "node:net";

const LIMIT_MS = 3000;

/** Whether the address can be fetched; `accept` says which other answers than a good one will do. */
export async function reachable(address: string, accept: number[] = []): Promise<boolean> {
    try {
        const status = await withLimit(head(new URL(address)));
        return status < 400 || accept.includes(status);
    } catch {
        return false;
    }
}

async function head(url: URL): Promise<number> {
    const proxy = proxyFor(url);
    const options: RequestOptions = { method: "HEAD", timeout: LIMIT_MS };
    if (proxy) {
        const tunnel = await tunnelThrough(proxy, url);
        options.createConnection = () => connect({ socket: tunnel, servername: url.hostname });
    }
    return new Promise((resolve, reject) => {
        const request = (url.protocol === "http:" ? plain : secure)(url, options, (response) => {
            response.resume();
            resolve(response.statusCode ?? 500);
        });
        request.on("timeout", () => request.destroy(new Error("no answer")));
        request.on("error", reject).end();
    });
}

function tunnelThrough(proxy: URL, url: URL): Promise<Socket> {
    return new Promise((resolve, reject) => {
        const headers = proxy.username
            ? {
                  "Proxy-Authorization": `Basic ${btoa(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`)}`,
              }
            : {};
        const path = `${url.hostname}:${url.port || 443}`;
        const request = plain({
            host: proxy.hostname,
            port: proxy.port || 80,
            method: "CONNECT",
            path,
            headers,
            timeout: LIMIT_MS,
        });
        request.on("connect", (response, socket) =>
            response.statusCode === 200 ? resolve(socket) : reject(new Error(`proxy: ${response.statusCode}`)),
        );
        request.on("timeout", () => request.destroy(new Error("no answer")));
        request.on("error", reject).end();
    });
}

/** The proxy that curl, Go and Pulumi would take. */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv = process.env): URL | undefined {
    if (url.protocol !== "https:") {
        return undefined;
    }
    const proxy = environment.HTTPS_PROXY || environment.https_proxy;
    const direct = (environment.NO_PROXY || environment.no_proxy || "")
        .split(",")
        .map((each) => each.trim().replace(/^\*?\./, ""));
    const excepted = direct.some(
        (each) => each && (each === "*" || url.hostname === each || url.hostname.endsWith(`.${each}`)),
    );
    return proxy && !excepted ? new URL(proxy) : undefined;
}

async function withLimit<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("no answer")), LIMIT_MS);
    });
    return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
