import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Volume } from "@pulumi/docker/volume";
import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { environmentFile } from "../docker/environment-file";
import { Image } from "../docker/image";
import { Service } from "../docker/service";
import { type SshKeys } from "../secrets/ssh-keys";

/** dbt: its project, its environment, and who may run it. */
export interface DbtArgs {
    /** The engine and network. */
    host: DockerHost;
    /** Whether the image carries a copy of the project in `dbt/`, instead of a mount from the checkout. */
    filesInImages: boolean;
    /** Port on the Docker host for the docs, for example 8085. */
    dbtDocsPort: number;
    /** The host key that sshd shows, and the one client key that it lets in. */
    sshKeys: SshKeys;
    /** What profiles read with `env_var`: `DBT_TARGET`, the target's warehouse, and any other variable. Kept secret. */
    environment: Record<string, pulumi.Input<string | number>>;
    /** Files that the warehouse's profile names, by absolute path; secret. */
    files: Record<string, pulumi.Input<string>>;
}

/** The container that Airflow reaches over SSH to run dbt, and the one that serves dbt's docs. */
export class Dbt extends pulumi.ComponentResource {
    constructor(name: string, args: DbtArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:dbt:Dbt", name, {}, opts);
        const { host, sshKeys } = args;
        const image = new Image(
            "dbt",
            {
                host,
                dockerfile: "images/dbt/Dockerfile",
                target: args.filesInImages ? "baked" : "runtime",
                files: [
                    "dbt/pyproject.toml",
                    "dbt/uv.lock",
                    "images/dbt",
                    ...(args.filesInImages ? everything("dbt") : []),
                ],
            },
            { parent: this },
        );
        const volume = (what: string) =>
            new Volume(
                what,
                { name: host.nameOf(what), labels: host.labels(what, "volume") },
                { parent: this, provider: host.provider },
            ).name;
        const docs = volume("dbt-docs");
        new Service(
            "dbt",
            {
                host,
                image,
                alias: "dbt",
                files: {
                    ...args.files,
                    "/etc/ssh/ssh_host_rsa_key": sshKeys.hostPrivateKey,
                    "/run/secrets/authorized_keys": sshKeys.clientPublicKey,
                    "/run/secrets/dbt.env": environmentFile(args.environment),
                },
                folders: args.filesInImages ? {} : { "/usr/app": resolve("dbt") },
                volumes: {
                    "/var/lib/dbt": { name: volume("dbt-data") },
                    "/var/lib/dbt-docs": { name: docs },
                },
                healthCheck: ["healthy", "dbt"],
            },
            { parent: this },
        );
        new Service(
            "dbt-docs",
            {
                host,
                image,
                command: ["dbt-docs-server"],
                volumes: { "/var/lib/dbt-docs": { name: docs, readOnly: true } },
                port: { internal: 8080, external: args.dbtDocsPort },
                healthCheck: ["healthy", "dbt-docs"],
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}

/** What `COPY dbt` copies: a project may have seeds, snapshots, packages, and folders with names of its own. */
function everything(folder: string): string[] {
    const left = readFileSync(".dockerignore", "utf8").split("\n");
    return readdirSync(folder)
        .map((entry) => join(folder, entry))
        .filter((path) => !left.includes(path));
}
