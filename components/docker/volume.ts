import { Volume } from "@pulumi/docker/volume";
import type * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "./host";

/**
 * A named volume with the stack's labels.
 *
 * @param name of the resource, to which the volume's own name adds the stack's suffix
 * @param parent the component that uses it
 */
export function namedVolume(name: string, host: DockerHost, parent: pulumi.Resource): Volume {
    return new Volume(
        name,
        { name: host.nameOf(name), labels: host.labels(name, "volume") },
        // Docker cannot rename or relabel a volume, only replace it, and neither is worth the data.
        { parent, provider: host.provider, ignoreChanges: ["labels", "name"] },
    );
}
