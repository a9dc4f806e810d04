import { type ImageBuild } from "../engine/build-image";
import { type Stack, startCommand } from "../stack/stack";
import { type LoggedEvent } from "./event-log";

/** The images that an update could not build. */
export function failedBuilds(events: LoggedEvent[]): ImageBuild[] {
    return events.flatMap(({ resOpFailedEvent: failed }) => {
        const inputs = failed?.metadata.new?.inputs as RemoteImageInputs | undefined;
        const isImage = failed?.metadata.type === "docker:index/remoteImage:RemoteImage";
        return isImage && inputs?.build?.dockerfile !== undefined
            ? [{ dockerfile: inputs.build.dockerfile, target: inputs.build.target, tag: inputs.name }]
            : [];
    });
}

interface RemoteImageInputs {
    name: string;
    build?: { dockerfile?: string; target?: string };
}

/**
 * Why an image cannot be built: Pulumi's docker plugin keeps the builder's error and throws its log away, so the image is built again,
 * which takes the builder straight to the step that failed.
 *
 * @param build builds it on the engine of this machine, and throws with the end of the log
 */
export async function whyNotBuilt(
    stack: Stack,
    failed: ImageBuild,
    build: (image: ImageBuild) => Promise<void>,
): Promise<string> {
    const command = buildCommand(stack, failed);
    if (stack.dockerHost !== undefined) {
        return `The image ${failed.tag} was not built. This command shows why:\n\n    ${command}`;
    }
    return build(failed).then(
        () => `The image ${failed.tag} is built now; perhaps a download had failed. Go on with: ${startCommand(stack)}`,
        (error: Error) => `${error.message}\n\nThe whole log: ${command}`,
    );
}

function buildCommand({ dockerHost }: Stack, { dockerfile, target }: ImageBuild): string {
    const words = ["docker", ...(dockerHost ? ["--host", dockerHost] : []), "build", "--file", dockerfile];
    return [...words, ...(target ? ["--target", target] : []), "."].join(" ");
}
