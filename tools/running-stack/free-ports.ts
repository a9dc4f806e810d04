import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ports that Linux gives to connections and to servers that ask for any port: one of those could be taken in the meantime. */
const [first, end] = [10_000, 30_000];

/** Free ports of this machine. */
export async function freePorts(count: number): Promise<number[]> {
    const found = new Set<number>();
    while (found.size < count) {
        const port = randomInt(first, end);
        if (await isFree(port)) {
            found.add(port);
        }
    }
    return [...found];
}

function isFree(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.on("error", () => resolve(false));
        server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
}
