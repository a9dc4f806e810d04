import { spawn } from "node:child_process";
import { request } from "node:http";
import { engineConnection } from "./connection";
import { buildContext } from "./build-context";
import { buildLog } from "./build-log";

/** A stage of one of the project's images. */
export interface ImageBuild {
    /** Path of the Dockerfile, for example `images/airflow/Dockerfile`. */
    dockerfile: string;
    /** Stage of the Dockerfile. Default: the last one. */
    target?: string;
    /** Tag of the result. */
    tag: string;
}

/** A build may have to download every package. */
const limit = 30 * 60_000;

/**
 * Builds a stage with the engine's BuildKit. It shares the cache with Pulumi's docker provider, which does the same; `docker build` would
 * need the component buildx, which Debian 12 does not have. The base image must be there.
 *
 * @throws with the end of the log when the build fails
 */
export async function buildImage({ dockerfile, target, tag }: ImageBuild): Promise<void> {
    const query = new URLSearchParams({ version: "2", dockerfile, target: target ?? "", t: tag });
    const { output, error } = buildLog(await post(`/build?${query.toString()}`));
    if (error !== undefined) {
        const what = target ? `The stage ${target} of ${dockerfile}` : dockerfile;
        const end = output.trimEnd().split("\n").slice(-30).join("\n");
        throw new Error(`${what} cannot be built: ${error}\n${end}`);
    }
}

function post(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
        const headers = { "Content-Type": "application/x-tar" };
        const sent = request({ ...engineConnection(), method: "POST", path, headers, timeout: limit }, (response) => {
            let body = "";
            response.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => resolve(body));
        });
        sent.on("timeout", () =>
            sent.destroy(new Error(`the Docker engine did not answer within ${limit / 60_000} minutes`)),
        );
        sent.on("error", reject);
        const { folders, excluded } = buildContext();
        const words = [
            "--create",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            ...excluded.map((name) => `--exclude=${name}`),
        ];
        const tar = spawn("tar", [...words, ...folders], { stdio: ["ignore", "pipe", "inherit"] });
        tar.on("error", reject);
        tar.stdout.pipe(sent);
    });
}
