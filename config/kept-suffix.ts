import { type DockerHost } from "../components/docker/host";
import { networkName, suffixOfNetwork } from "../components/docker/names";
import { refusedSettings } from "./refused-settings";

/**
 * Refuses another suffix for a stack that exists: volumes cannot be renamed, only replaced by empty ones. The network keeps the name that
 * the state has, which tells the stack's suffix at the cost of no further resource.
 *
 * @throws RunError that names the setting, its value until now, and the command that puts it back
 */
export async function refuseOtherSuffix(host: DockerHost): Promise<void> {
    const name = await new Promise<string>((resolve) => host.networks.airflow.apply(resolve));
    if (name !== networkName(host.suffix)) {
        const former = suffixOfNetwork(name);
        throw refusedSettings([
            {
                setting: "containerSuffix",
                wrong: `this stack's volumes have names that end in ${former}; with ${host.suffix} they would be replaced by empty ones`,
                fix: `pulumi config set containerSuffix ${former}   (to have another suffix, move the data: docs/operations.md)`,
            },
        ]);
    }
}
