import { type Volume } from "@pulumi/docker/volume";
import { Provider } from "@pulumi/postgresql/provider";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { Image } from "../docker/image";
import { type NetworkRole } from "../docker/names";
import { Service } from "../docker/service";
import { namedVolume } from "../docker/volume";
import { type CertificateAuthority } from "../secrets/certificate-authority";
import { generatedPassword } from "../secrets/generated-password";
import { ServerCertificate } from "../secrets/server-certificate";
import { certificateFile } from "./certificate-file";
import { type PostgresAddress } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";
import { postgresImage } from "./postgres-image";

/** A Postgres server that comes with the stack. */
export interface PostgresServerArgs {
    /** The engine and network it runs on. */
    host: DockerHost;
    /** Port on the Docker host, by which Pulumi creates databases and by which a person's tools connect. */
    port: number;
    /** Address of the Docker host's network interface for that port. Beyond loopback, `tls` must be given. Default: 127.0.0.1. */
    bindAddress?: string;
    /** The server's certificate. With it, the server refuses connections without TLS, on the stack's networks as well. Default: no TLS. */
    tls?: PostgresServerTls;
    /** Generation number of the superuser's password; a higher one makes a new password. */
    generation: number;
    /** The networks from which it can be reached. Default: Airflow's. */
    networks?: NetworkRole[];
    /** What must exist before the server starts. Default: nothing. */
    after?: pulumi.Resource[];
}

/** Who signs the server's certificate, and for which names. */
export interface PostgresServerTls {
    authority: CertificateAuthority;
    /** Host name by which people reach the server, besides the bind address. */
    hostName: string;
    /** Generation number of the server's key; a higher one makes a new key. */
    generation: number;
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
        const { host, bindAddress = "127.0.0.1" } = args;
        super("airflow-dbt:data:PostgresServer", name, { bindAddress }, opts);
        const image = new Image(name, { host, ...postgresImage }, { parent: this });
        const password = generatedPassword(`${name}-password`, args.generation, this);
        this.data = namedVolume(`${name}-data`, host, this);
        const publishedHost = host.reachedAt(bindAddress);
        const certificate =
            args.tls &&
            new ServerCertificate(
                `${name}-tls`,
                { ...args.tls, names: [publishedHost, args.tls.hostName] },
                { parent: this },
            );
        const service = new Service(
            name,
            {
                host,
                image,
                networks: args.networks,
                files: {
                    "/run/secrets/postgres_password": password,
                    ...(certificate && {
                        "/run/secrets/tls_certificate.pem": certificate.certificate,
                        "/run/secrets/tls_private_key.pem": certificate.privateKey,
                    }),
                },
                volumes: { "/var/lib/postgresql/data": { name: this.data.name } },
                after: args.after,
                memory: 2048,
                cpuShares: 2048,
                healthCheck: ["healthy"],
                ports: [{ internal: 5432, external: args.port, ip: bindAddress }],
            },
            { parent: this },
        );
        this.containerName = service.containerName;
        // Plain words, and no output of the container: a component that used one would be replaced whenever this container is. What needs
        // the server waits for a database instead, and a database for the provider, which waits for the healthy server.
        this.address = { host: name, port: 5432 };
        const published = { host: publishedHost, port: args.port };
        this.publishedAddress = published;
        this.provider = new Provider(
            `${name}-provider`,
            {
                ...published,
                username: "postgres",
                password,
                ...(args.tls
                    ? { sslmode: "verify-full", sslrootcert: args.tls.authority.certificate.apply(certificateFile) }
                    : { sslmode: "disable" }),
                connectTimeout: 15,
            },
            { parent: this, dependsOn: service },
        );
        this.registerOutputs({ containerName: this.containerName });
    }

    /** The superuser may grant rights on every database. */
    public providerOf(): Provider {
        return this.provider;
    }
}
