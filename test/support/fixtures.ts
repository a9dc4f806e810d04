import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DockerHost } from "../../components/docker/host";
import { Image } from "../../components/docker/image";

/** A Docker host as a stack of the suffix `test` has it. */
export function dockerHost(address?: string): DockerHost {
    return new DockerHost("docker", { suffix: "test", address, bindAddress: "127.0.0.1" });
}

/** An image of a context that is sure to exist. */
export function image(host: DockerHost): Image {
    return new Image("postgres", { host, dockerfile: "images/postgres/Dockerfile", files: [] });
}

/** A folder that is gone after the test file. */
export function temporaryFolder(files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-test-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
    }
    return folder;
}
