import { engineAddress } from "../set-up/engine-api";

/** Options of an HTTP request to the Docker engine. */
export function engineConnection(): { socketPath: string } | { host: string; port: string | number } {
    const { protocol, hostname, port, pathname } = new URL(engineAddress());
    return protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port: port || 2375 };
}
