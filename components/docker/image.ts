import { RemoteImage } from "@pulumi/docker/remoteImage";
import * as pulumi from "@pulumi/pulumi";
import { fingerprint } from "./build-context";
import { formerlyInContainerModule } from "./former-type";
import { type DockerHost } from "./host";
import { type ImageRegistry } from "./image-registry";
import { PushedImage } from "./pushed-image";

/** What an image is built from. */
export interface ImageSource {
    /** Path of the Dockerfile, for example `images/airflow/Dockerfile`. The build context is the project's folder. */
    dockerfile: string;
    /** Stage of the Dockerfile to build: `runtime`, or `baked` with the user's files inside. Default: the last stage. */
    target?: string;
    /**
     * Files and folders of the project that this stage copies. A change in one of them builds the image again; a change
     * anywhere else does not. A path that does not exist is an error at preview.
     */
    files: string[];
}

/** An image on an engine, however it got there. */
export interface RunnableImage {
    /** `sha256:…`. Containers take this, since a name or digest would be a difference at every update. */
    readonly imageId: pulumi.Output<string>;
}

/** An image built on an engine; no registry is involved. */
export interface ImageArgs extends ImageSource {
    /** The engine that builds and keeps the image. */
    host: DockerHost;
}

/** Changes with each file that the image is built from. */
export function fingerprintOf({ dockerfile, files }: ImageSource): string {
    return fingerprint(".", [dockerfile, ...files]);
}

/** A locally built image, named by the fingerprint of what it was built from, so one name never means two images. */
export class Image extends pulumi.ComponentResource implements RunnableImage {
    /** The engine that built it. */
    public readonly host: DockerHost;
    /** What it was built from. */
    public readonly source: ImageSource;
    /** Its name on that engine, `<name>-<suffix>:<fingerprint>`. */
    public readonly localName: string;
    /** `sha256:…` */
    public readonly imageId: pulumi.Output<string>;
    private pushed: PushedImage | undefined;

    constructor(
        private readonly name: string,
        args: ImageArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("airflow-dbt:docker:Image", name, {}, formerlyInContainerModule("Image", opts));
        const { host, ...source } = args;
        const { dockerfile, target } = source;
        const files = fingerprintOf(source);
        this.host = host;
        this.source = source;
        this.localName = `${host.nameOf(name)}:${files.slice(0, 12)}`;
        const image = new RemoteImage(
            name,
            {
                name: this.localName,
                // The newer builder, which is quicker, builds on the engine of the docker command line, whatever the provider's is.
                build: {
                    context: ".",
                    dockerfile,
                    target,
                    forceRemove: true,
                    useLegacyBuilder: host.address !== undefined,
                },
                triggers: { files },
                forceRemove: true,
            },
            { parent: this, provider: host.provider, customTimeouts: { create: "30m" } },
        );
        this.imageId = image.imageId;
        this.registerOutputs({ imageId: this.imageId });
    }

    /** The image in a registry, where it is pushed once, and only if another machine is to pull it. */
    public pushedTo(registry: ImageRegistry): PushedImage {
        this.pushed ??= new PushedImage(this.name, { image: this, registry }, { parent: this });
        return this.pushed;
    }
}
