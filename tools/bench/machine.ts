import { cpus, release, totalmem } from "node:os";
import { output } from "../running-stack/run";

/** What the figures were measured on. */
export async function machine(): Promise<string> {
    const docker = await output("docker", ["version", "--format", "{{.Server.Version}}"]);
    const memory = (totalmem() / 2 ** 30).toFixed(0);
    return `${cpus().length} cores (${cpus()[0].model.trim()}), ${memory} GiB memory, Linux ${release()}, Docker Engine ${docker}, Node ${process.versions.node}`;
}
