import type * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "./host";
import { Image, type RunnableImage } from "./image";
import { PulledImage } from "./pulled-image";

/**
 * An image on one of the machines. On another one than its own it is pulled from the registry, to which its own pushes it for that; without
 * a registry, the machine builds it from the same files.
 *
 * @param name of the resource on the other machine
 * @param image where it was built first
 */
export function imageOn(
    host: DockerHost,
    name: string,
    image: Image,
    opts?: pulumi.ComponentResourceOptions,
): RunnableImage {
    const { registry } = image.host;
    if (host === image.host) {
        return image;
    }
    return registry === undefined
        ? new Image(name, { host, ...image.source }, opts)
        : new PulledImage(name, { host, reference: image.pushedTo(registry).reference }, opts);
}
