import { type DeployedStack } from "./deployed-stack";
import { filesName, mountedFiles } from "./secret-names";

/** A volume of a pod, with where its containers find what is in it. */
export interface Volumes {
    volumes: object[];
    mounts: object[];
}

/** The files of one of the stack's containers, from their Secret; none if it has none. */
export function volumesOf(stack: DeployedStack, role: string): Volumes {
    const files = Object.entries(mountedFiles(stack.containers[role]));
    if (files.length === 0) {
        return { volumes: [], mounts: [] };
    }
    // 0440: only for root and its group, with which every process of the images runs.
    const secret = { secretName: filesName(stack, role), defaultMode: 0o440 };
    return {
        volumes: [{ name: "stack-files", secret }],
        // One by one, since Kubernetes itself mounts a folder below /run/secrets.
        mounts: files.map(([name, { path }]) => ({
            name: "stack-files",
            mountPath: path,
            subPath: name,
            readOnly: true,
        })),
    };
}
