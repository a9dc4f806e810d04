import { type ContainerArgs } from "@pulumi/docker/container";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "./host";
import { type RunnableImage } from "./image";
import { type NetworkRole } from "./names";

/** What every container of the stack says about itself, whether it runs on or ends. */
export interface ContainerConventionArgs {
    /** The engine it runs on. */
    host: DockerHost;
    /** The image it runs. */
    image: RunnableImage;
    /** What it is, if its machine has no other of its kind and the stack has. Default: the name of its component. */
    role?: string;
    /** The networks it is on, by its role as a host name. Default: `airflow`. */
    networks?: readonly NetworkRole[];
    /** The command line; the first word is the program. Default: the image's own command. */
    command?: string[];
    /** Environment variables. Never a secret: `docker inspect` shows them. Secrets are `files`. */
    environment?: Record<string, pulumi.Input<string | number>>;
    /**
     * Files put into the container before it starts, by absolute path. Their contents are treated as secret, and only root
     * and its group, with which every process here runs, can read them.
     */
    files?: Record<string, pulumi.Input<string>>;
    /** Folders of the Docker host that are mounted read-only: path in the container → absolute path on the host. */
    folders?: Record<string, string>;
    /** What the container may write to: path in the container → named volume, or folder of the Docker host. */
    volumes?: Record<string, VolumeMount>;
    /**
     * Memory that the container may use, in MiB, unless `limits` of the host say otherwise. A process that needs more is killed; the
     * kernel takes the largest one. Default: 1024.
     */
    memory?: number;
    /**
     * Processes and threads at which the container can start no more. The provider knows no limit of a container: this one counts all
     * of the user, in other containers as well. So it is lower where users' code runs, and the others go on. Default: 4096.
     */
    processes?: number;
    /**
     * Share of the processors when several containers want all of them, beside the others' (Docker's `--cpu-shares`). After an update
     * many programs start at once. Default: 1024.
     */
    cpuShares?: number;
    /**
     * What must be there before the container starts. Said here and not as `dependsOn` of the component, since Pulumi does not
     * hand that on to a component's children.
     */
    after?: pulumi.Resource[];
}

/** A named volume in a container, or a folder of the Docker host in its place. */
export type VolumeMount = (
    | {
          /** The volume's name, taken from its resource. */
          name: pulumi.Input<string>;
      }
    | {
          /** Absolute path on the Docker host. */
          folder: string;
      }
) & {
    /** Whether the container may only read. Default: false. */
    readOnly?: boolean;
};

/**
 * The conventions that hold for every container, in one place: its name, labels and networks, no capability, no way to gain
 * one, a process reaper, limited memory, processes and logs, and secrets as files.
 *
 * @param component what the container is, unless `args` have a role, and its host name on the network; its full name is
 *     `<role>-<suffix>`
 * @param kind whether it runs on or ends
 */
export function conventions(
    component: string,
    kind: "service" | "job",
    args: ContainerConventionArgs,
): Omit<ContainerArgs, "image"> & { image: pulumi.Output<string> } {
    const { host, role: name = component, processes = 4096 } = args;
    const { memory = args.memory ?? 1024, cpus } = host.limits[name] ?? {};
    return {
        name: host.nameOf(name),
        image: args.image.imageId,
        command: args.command,
        hostname: name,
        envs: pairs(args.environment).map(([key, value]) => pulumi.interpolate`${key}=${value}`),
        labels: host.labels(name, kind),
        networksAdvanced: (args.networks ?? ["airflow"]).map((network) => ({
            name: host.networks[network],
            aliases: [name],
        })),
        uploads: pairs(args.files).map(([file, content]) => ({
            file,
            content: pulumi.secret(content),
            permissions: "0440",
        })),
        volumes: [
            ...pairs(args.folders).map(([containerPath, hostPath]) => ({ containerPath, hostPath, readOnly: true })),
            ...pairs(args.volumes).map(([containerPath, volume]) => ({
                containerPath,
                ...("name" in volume ? { volumeName: volume.name } : { hostPath: volume.folder }),
                readOnly: volume.readOnly ?? false,
            })),
        ],
        init: true,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        // Without swap: a container that swaps slows the whole machine down.
        ...(memory > 0 && { memory, memorySwap: memory }),
        cpuShares: args.cpuShares ?? 1024,
        ...(cpus !== undefined && { cpus: String(cpus) }),
        ulimits: [{ name: "nproc", soft: processes, hard: processes }],
        logDriver: "json-file",
        logOpts: { "max-size": "10m", "max-file": "3" },
    };
}

/** Sorted, so that the order in which settings were written is no difference. */
function pairs<T>(record: Record<string, T> | undefined): [string, T][] {
    return Object.entries(record ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
}
