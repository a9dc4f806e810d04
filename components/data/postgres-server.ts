import { type Volume } from "@pulumi/docker/volume";
import { Provider } from "@pulumi/postgresql/provider";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { Image } from "../docker/image";
import { type NetworkRole } from "../docker/names";
import { Service } from "../docker/service";
import { namedVolume } from "../docker/volume";
import { generatedPassword } from "../secrets/generated-password";
import { type PostgresAddress } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";
import { postgresImage } from "./postgres-image";

/** A Postgres server that comes with the stack. */
export interface PostgresServerArgs {
    /** The engine and network it runs on. */
    host: DockerHost;
    /** Port on the Docker host's `bindAddress`, by which Pulumi creates databases and by which a person's tools connect. */
    port: number;
    /** Generation number of the superuser's password; a higher one makes a new password. */
    generation: number;
    /** The networks from which it can be reached. Default: Airflow's. */
    networks?: NetworkRole[];
    /** What must exist before the server starts. Default: nothing. */
    after?: pulumi.Resource[];
}

/** Postgres in a container, its data in a volume, its superuser's password generated. */
export class PostgresServer extends pulumi.ComponentResource implements PostgresAdmin {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;
    public readonly address: PostgresAddress;
    public readonly publishedAddress: PostgresAddress;
    public readonly provider: Provider;
    public readonly connectsByGrant = undefined;
    public readonly data: Volume;
    public readonly protect = false;

    constructor(name: string, args: PostgresServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:PostgresServer", name, {}, opts);
        const { host } = args;
        const image = new Image(name, { host, ...postgresImage }, { parent: this });
        const password = generatedPassword(`${name}-password`, args.generation, this);
        this.data = namedVolume(`${name}-data`, host, this);
        const service = new Service(
            name,
            {
                host,
                image,
                networks: args.networks,
                files: { "/run/secrets/postgres_password": password },
                volumes: { "/var/lib/postgresql/data": { name: this.data.name } },
                after: args.after,
                memory: 2048,
                cpuShares: 2048,
                healthCheck: ["healthy"],
                port: { internal: 5432, external: args.port },
            },
            { parent: this },
        );
        this.containerName = service.containerName;
        // Plain words, and no output of the container: a component that used one would be replaced whenever this container is. What needs
        // the server waits for a database instead, and a database for the provider, which waits for the healthy server.
        this.address = { host: name, port: 5432 };
        const published = { host: host.publishedAt, port: args.port };
        this.publishedAddress = published;
        this.provider = new Provider(
            `${name}-provider`,
            { ...published, username: "postgres", password, sslmode: "disable", connectTimeout: 15 },
            { parent: this, dependsOn: service },
        );
        this.registerOutputs({ containerName: this.containerName });
    }

    /** The superuser may grant rights on every database. */
    public providerOf(): Provider {
        return this.provider;
    }
}
