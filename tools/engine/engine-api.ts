import { request } from "node:http";
import { engineAddress } from "../../commands/set-up/engine-api";

/** Options of an HTTP request to the Docker engine. */
export function engineConnection(): { socketPath: string } | { host: string; port: string | number } {
    const { protocol, hostname, port, pathname } = new URL(engineAddress());
    return protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port: port || 2375 };
}

/** Asks the Docker engine for what its command line shows only rounded, or not at all. */
export async function engine<T>(method: "GET" | "POST", path: string): Promise<T> {
    const text = await new Promise<string>((resolve, reject) => {
        const asked = request({ ...engineConnection(), method, path }, (response) => {
            let body = "";
            response.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => resolve(body));
        });
        asked.on("error", reject).end();
    });
    return JSON.parse(text) as T;
}
