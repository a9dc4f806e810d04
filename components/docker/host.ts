import { Network } from "@pulumi/docker/network";
import { Provider } from "@pulumi/docker/provider";
import * as pulumi from "@pulumi/pulumi";
import { formerlyInContainerModule } from "./former-type";
import { type ImageRegistry, registryAuth } from "./image-registry";
import { isEverywhere } from "./loopback";
import { nameOf, networkName, type NetworkRole, networks } from "./names";

/** What a container may use of the machine. */
export interface Limits {
    /** MiB; 0 for any. Default: the container's own. */
    memory?: number;
    /** Processor cores, for example 1.5. Default: all. */
    cpus?: number;
}

/** Where the containers of one stack run, and what all of them share. */
export interface DockerHostArgs {
    /**
     * Ends the name of every container, network and volume, for example `dbt-simple`. Two copies with other suffixes and
     * ports run side by side on one engine.
     */
    suffix: string;
    /**
     * Address of the Docker engine, for example `ssh://user@host`. Default: what `DOCKER_HOST` says, else the engine of
     * this machine. An address that does not answer fails the first resource with "Cannot connect to the Docker daemon".
     */
    address?: string;
    /**
     * Address of the Docker host's network interface that published ports are bound to. `127.0.0.1` (the default of the
     * settings) can only be reached from that host itself.
     */
    bindAddress: string;
    /** Host name or address by which browsers reach web servers. Default: the bind address, or the machine of the engine. */
    hostName?: string;
    /** Whether a reverse proxy with TLS publishes the web servers, and not they themselves. Default: false. */
    tls?: boolean;
    /** The networks that it gets. Default: all. */
    networks?: readonly NetworkRole[];
    /** Limits of containers, by their names without the suffix: `airflow-scheduler`, `dbt`, … Default: each has its own. */
    limits?: Record<string, Limits>;
    /** By which other machines get images of this one, and this one theirs. Default: each machine builds its own. */
    registry?: ImageRegistry;
}

/** A Docker engine, and the networks on it that the stack's containers share. */
export class DockerHost extends pulumi.ComponentResource {
    public readonly suffix: string;
    public readonly address: string | undefined;
    public readonly bindAddress: string;
    /** Host name or address by which browsers reach web servers. */
    public readonly hostName: string;
    /** Whether a reverse proxy with TLS publishes the web servers. */
    public readonly tls: boolean;
    public readonly limits: Record<string, Limits>;
    /** Undefined: each machine builds its images. */
    public readonly registry: ImageRegistry | undefined;
    /**
     * Names of the networks, taken from their resources, so that Docker removes a network only after its containers. A network that exists
     * keeps its name: if that does not fit the suffix, the suffix has changed.
     */
    public readonly networks: Record<NetworkRole, pulumi.Output<string>>;
    /** Hand it to every component that has Docker resources of its own. */
    public readonly provider: Provider;

    constructor(name: string, args: DockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
        const { suffix, address, bindAddress } = args;
        super(
            "airflow-dbt:docker:DockerHost",
            name,
            // Not the suffix: the state would have a new one that is refused.
            { address, bindAddress },
            formerlyInContainerModule("DockerHost", opts),
        );
        this.suffix = suffix;
        this.address = address;
        this.bindAddress = bindAddress;
        this.hostName = args.hostName ?? this.reachedAt(bindAddress);
        this.tls = args.tls ?? false;
        this.limits = args.limits ?? {};
        this.registry = args.registry;
        this.provider = new Provider(
            `${name}-provider`,
            { host: address, registryAuth: args.registry && [registryAuth(args.registry)] },
            { parent: this },
        );
        const made = (args.networks ?? networks).map((network) => [network, this.network(name, network)]);
        this.networks = Object.fromEntries(made) as Record<NetworkRole, pulumi.Output<string>>;
        this.registerOutputs({ networks: this.networks });
    }

    private network(role: string, network: NetworkRole): pulumi.Output<string> {
        return new Network(
            network === "airflow" ? `${role}-network` : `${role}-${network}-network`,
            { name: networkName(this.suffix, network), driver: "bridge", labels: this.labels(role, "network") },
            // Docker cannot rename or relabel a network, only replace it together with all containers.
            { parent: this, provider: this.provider, deleteBeforeReplace: true, ignoreChanges: ["labels", "name"] },
        ).name;
    }

    /** The full name of a container or volume. */
    public nameOf(what: string): string {
        return nameOf(what, this.suffix);
    }

    /** The engine's address, wherever it comes from; empty for this machine's. */
    public get engine(): string {
        return this.address ?? process.env.DOCKER_HOST ?? "";
    }

    /** Address for a browser of a web server whose port is published. */
    public urlOf(port: number): string {
        const [scheme, implied] = this.tls ? ["https", 443] : ["http", 80];
        const name = this.hostName.includes(":") ? `[${this.hostName}]` : this.hostName;
        return `${scheme}://${name}${port === implied ? "" : `:${port}`}`;
    }

    /** The published port of a web server; none if the reverse proxy publishes it. */
    public webPorts(port: { internal: number; external: number }): { internal: number; external: number }[] {
        return this.tls ? [] : [port];
    }

    /** Where the machine that runs Pulumi, and a person's tools, find what is published on an address of the Docker host. */
    public reachedAt(bindAddress: string): string {
        return isEverywhere(bindAddress) ? (remoteHostName(this.address) ?? "127.0.0.1") : bindAddress;
    }

    /** Labels by which the everyday commands find what belongs to this stack. Copies whose stacks have the same name differ in their network. */
    public labels(role: string, kind: "network" | "volume" | "service" | "job"): { label: string; value: string }[] {
        return [
            { label: "airflow-dbt.stack", value: pulumi.getStack() },
            { label: "airflow-dbt.role", value: role },
            { label: "airflow-dbt.kind", value: kind },
        ];
    }
}

/** The machine that an engine's address names; undefined for an engine of this machine. */
function remoteHostName(address: string | undefined): string | undefined {
    return address && /^(ssh|tcp):/.test(address) ? new URL(address).hostname : undefined;
}
