/** Asks the Docker engine directly: starting the docker program for a yes or no would take longer than the whole rest. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";

export const DEFAULT_ENGINE = "unix:///var/run/docker.sock";

/** The engine that `docker` would talk to: DOCKER_HOST, the chosen context, or the socket of this machine. */
export function engineAddress(environment: NodeJS.ProcessEnv = process.env): string {
    if (environment.DOCKER_HOST) {
        return environment.DOCKER_HOST;
    }
    const config = environment.DOCKER_CONFIG || join(homedir(), ".docker");
    try {
        const { currentContext } = JSON.parse(readFileSync(join(config, "config.json"), "utf8")) as {
            currentContext?: string;
        };
        const context = environment.DOCKER_CONTEXT || currentContext;
        if (!context || context === "default") {
            return DEFAULT_ENGINE;
        }
        const folder = createHash("sha256").update(context).digest("hex");
        const meta = JSON.parse(readFileSync(join(config, "contexts", "meta", folder, "meta.json"), "utf8")) as {
            Endpoints: { docker: { Host: string } };
        };
        return meta.Endpoints.docker.Host;
    } catch {
        return DEFAULT_ENGINE;
    }
}

/** The status of the engine's answer, or why there is none. SSH and TLS are not spoken here: the answer is then undefined. */
export async function ask(address: string, path: string): Promise<number | string | undefined> {
    const { protocol, hostname, port, pathname } = new URL(address);
    if (protocol !== "unix:" && (protocol !== "tcp:" || process.env.DOCKER_TLS_VERIFY)) {
        return undefined;
    }
    const where = protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port: port || 2375 };
    return new Promise((resolve) => {
        const asked = request({ ...where, path, timeout: 3000 }, (response) => {
            response.resume();
            resolve(response.statusCode);
        });
        asked.on("timeout", () => asked.destroy(new Error("no answer within 3 s")));
        asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
    });
}
