import { RemoteImage } from "@pulumi/docker/remoteImage";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "./host";

/** What is pulled, and by which engine. */
export interface PulledImageArgs {
    /** The engine. Its provider must have the registry's login. */
    host: DockerHost;
    /** `<registry>/<name>@sha256:…` */
    reference: pulumi.Input<string>;
}

/** An image that an engine has from a registry, by its digest: the same bits on every machine. */
export class PulledImage extends pulumi.ComponentResource {
    /** `sha256:…`, as on the engine that built it. */
    public readonly imageId: pulumi.Output<string>;

    constructor(name: string, args: PulledImageArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:docker:PulledImage", name, {}, opts);
        const image = new RemoteImage(
            name,
            { name: args.reference, forceRemove: true },
            { parent: this, provider: args.host.provider, customTimeouts: { create: "30m" } },
        );
        this.imageId = image.imageId;
        this.registerOutputs({ imageId: this.imageId });
    }
}
