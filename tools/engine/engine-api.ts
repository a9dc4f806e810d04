import { request } from "node:http";
import { engineConnection } from "../../commands/engine/connection";

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
