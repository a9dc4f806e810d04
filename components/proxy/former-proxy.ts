import * as pulumi from "@pulumi/pulumi";
import { docker } from "../docker/docker-cli";
import { type DockerHost } from "../docker/host";

/**
 * Stops the proxy of a stack that has had `tls` until now. Pulumi removes what a program no longer has at the end of an update, and until
 * then the proxy would keep the ports that the API server and the docs publish themselves from now on.
 */
export async function stopFormerProxy(name: string, host: DockerHost): Promise<void> {
    if (host.tls || pulumi.runtime.isDryRun()) {
        return;
    }
    const own = ["--filter", `name=^${host.nameOf(name)}$`, "--filter", `label=airflow-dbt.stack=${pulumi.getStack()}`];
    const id = await docker(host.address, ["ps", "--quiet", ...own]).catch(() => "");
    if (id !== "") {
        await docker(host.address, ["stop", id]);
    }
}
