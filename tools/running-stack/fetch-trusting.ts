import { request } from "node:https";

/** Whom to trust, and where to ask. */
export interface Trust {
    /** Certificate of the authority, in PEM format. */
    ca: string;
    /** Address to connect to, in place of the one that the URL's host name leads to. */
    address?: string;
}

/** As `fetch`, from a server whose certificate a given authority signed. It follows no redirect. */
export function fetchTrusting({ ca, address }: Trust, url: string, init: RequestInit = {}): Promise<Response> {
    const { hostname, port, host } = new URL(url);
    const isAddress = /^[\d.]+$/.test(hostname);
    const options = {
        ca,
        host: address ?? hostname,
        port,
        servername: isAddress ? undefined : hostname,
        path: url.slice(new URL(url).origin.length) || "/",
        method: init.method,
        headers: { host, ...(init.headers as Record<string, string> | undefined) },
        agent: false,
    };
    return new Promise((resolve, reject) => {
        const asked = request(options, (answer) => {
            const chunks: Buffer[] = [];
            answer.on("data", (chunk: Buffer) => chunks.push(chunk));
            answer.on("error", reject);
            answer.on("end", () => {
                const { statusCode: status = 0, headersDistinct } = answer;
                const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
                    values.map((value): [string, string] => [name, value]),
                );
                resolve(new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers }));
            });
        });
        asked.on("error", reject);
        asked.end(init.body as string | undefined);
    });
}
