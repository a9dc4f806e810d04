import { RegistryImage } from "@pulumi/docker/registryImage";
import { RemoteImage } from "@pulumi/docker/remoteImage";
import { Tag } from "@pulumi/docker/tag";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "./host";
import { type ImageRegistry } from "./image-registry";

/** An image on the engine that built it. */
export interface BuiltImage {
    /** That engine. */
    host: DockerHost;
    /** Its name there, `<name>-<suffix>:<fingerprint>`. */
    localName: string;
    /** `sha256:…` */
    imageId: pulumi.Output<string>;
}

/** What is pushed where. */
export interface PushedImageArgs {
    /** A built image. The machine that built it pushes it. */
    image: BuiltImage;
    /** The registry. The provider of that machine must have its login. */
    registry: ImageRegistry;
}

/** An image in a registry, under the name that it has where it was built. The registry keeps it: other machines may still need it. */
export class PushedImage extends pulumi.ComponentResource {
    /** `<registry>/<name>@sha256:…`, which never means another image. */
    public readonly reference: pulumi.Output<string>;

    constructor(name: string, args: PushedImageArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:docker:PushedImage", name, {}, opts);
        const { image, registry } = args;
        const { provider } = image.host;
        const repository = `${registry.address}/${image.localName.split(":")[0]}`;
        const tagged = `${registry.address}/${image.localName}`;
        const tag = new Tag(name, { sourceImage: image.imageId, targetImage: tagged }, { parent: this, provider });
        // Docker pushes only what has the registry in its name. A tag that is deleted stays on the engine; this image takes it along.
        const named = new RemoteImage(
            `${name}-tagged`,
            { name: tagged, forceRemove: true },
            { parent: this, provider, dependsOn: tag },
        );
        const pushed = new RegistryImage(
            name,
            { name: tagged, keepRemotely: true, triggers: { image: image.imageId } },
            { parent: this, provider, dependsOn: [tag, named], customTimeouts: { create: "30m" } },
        );
        this.reference = pulumi.interpolate`${repository}@${pushed.sha256Digest}`;
        this.registerOutputs({ reference: this.reference });
    }
}
