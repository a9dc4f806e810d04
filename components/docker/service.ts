import { Container } from "@pulumi/docker/container";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs, conventions } from "./conventions";
import { formerlyInContainerModule } from "./former-type";

/** A port of a container that others than the stack's containers reach. */
export interface PublishedPort {
    /** In the container. */
    internal: number;
    /** On the Docker host. */
    external: number;
    /** Address of the Docker host's network interface. Default: the host's `bindAddress`. */
    ip?: string;
}

/** A container that runs until it is told to stop. */
export interface ServiceArgs extends ContainerConventionArgs {
    /** The health check's command line. It must be cheap: it runs for as long as the container does. */
    healthCheck: string[];
    /** Ports of the container that are published on the Docker host. Default: none. */
    ports?: PublishedPort[];
    /** Signal that asks the program to end, for example `SIGINT`. Default: the image's, else `SIGTERM`. */
    stopSignal?: string;
    /** Seconds that the program gets to end before it is killed, if its container is replaced or removed. Default: 20. */
    graceSeconds?: number;
    /** Seconds a service may take to become healthy before the update fails. Default: 180. */
    healthySeconds?: number;
}

/**
 * Docker probes for the first time after one whole interval, and engines before 25 know no shorter one for the start. So the
 * interval is short, and the images' `healthy` script takes its time instead: it answers at once while a container starts
 * and, once that has worked, only every half minute. The time limit has room for that pause.
 */
const healthTiming = { interval: "2s", timeout: "1m0s", retries: 2, startPeriod: "0s" };

/** A container that must be running and healthy: the update waits for it, and Docker starts it again when it ends. */
export class Service extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:docker:Service", name, {}, formerlyInContainerModule("Service", opts));
        const { host } = args;
        // Not an output of the container: a resource that uses one is replaced whenever the container is.
        this.containerName = host.nameOf(args.role ?? name);
        new Container(
            name,
            {
                ...conventions(name, "service", args),
                healthcheck: { tests: ["CMD", ...args.healthCheck], ...healthTiming },
                ports: args.ports?.map((port) => ({ ip: host.bindAddress, ...port, protocol: "tcp" })),
                restart: "unless-stopped",
                mustRun: true,
                wait: true,
                waitTimeout: args.healthySeconds ?? 180,
                stopSignal: args.stopSignal,
                stopTimeout: 20,
                destroyGraceSeconds: args.graceSeconds ?? 20,
            },
            // Name and port can belong to one container only: the old one goes first.
            { parent: this, provider: host.provider, deleteBeforeReplace: true, dependsOn: args.after },
        );
        this.registerOutputs({ containerName: this.containerName });
    }
}
