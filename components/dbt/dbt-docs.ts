import type { Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { formerServiceUrn } from "../docker/former-type";
import { type DockerHost } from "../docker/host";
import { type Image } from "../docker/image";
import { Service } from "../docker/service";
import { type WebServer } from "../docker/web-server";

/** The container that serves dbt's docs. */
export interface DbtDocsArgs {
    /** The engine and network. */
    host: DockerHost;
    /** dbt's image. */
    image: Image;
    /** Volume with the docs. */
    docs: Volume;
    /** Port on the Docker host, for example 8085. */
    port: number;
}

/** A web server for dbt's docs. It holds no secret, and may not write. */
export class DbtDocs extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;
    /** Address of the docs. */
    public readonly url: string;
    /** The same, for the reverse proxy. */
    public readonly webServer: WebServer;

    constructor(name: string, args: DbtDocsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:dbt:DbtDocs", name, {}, opts);
        const service = new Service(
            name,
            {
                host: args.host,
                image: args.image,
                networks: ["web"],
                command: ["dbt-docs-server"],
                memory: 256,
                volumes: { "/var/lib/dbt-docs": { name: args.docs.name, readOnly: true } },
                ports: args.host.webPorts({ internal: 8080, external: args.port }),
                healthCheck: ["healthy", "dbt-docs"],
            },
            { parent: this, aliases: [formerServiceUrn(name, opts?.parent)] },
        );
        this.containerName = service.containerName;
        this.webServer = { upstream: `${name}:8080`, port: args.port };
        this.url = args.host.urlOf(args.port);
        this.registerOutputs({ containerName: this.containerName, url: this.url });
    }
}
