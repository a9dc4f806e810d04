import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { Image } from "../docker/image";
import { Service } from "../docker/service";
import { namedVolume } from "../docker/volume";
import { type WebServer } from "../docker/web-server";
import { type CertificateAuthority } from "../secrets/certificate-authority";
import { ServerCertificate } from "../secrets/server-certificate";
import { caddyfile, ports } from "./caddyfile";
import { proxyImage } from "./proxy-image";

/** Where the certificate comes from. */
export type ProxyCertificate =
    | {
          /** The stack's own authority signs it. */
          kind: "own-ca";
          authority: CertificateAuthority;
          /** Generation number of the proxy's key; a higher one makes a new key. */
          generation: number;
      }
    | {
          /** The user has it. */
          kind: "certificate";
          /** The certificate, and those of intermediate authorities after it, in PEM format. */
          certificate: string;
          /** Its key in PEM format, secret. */
          privateKey: pulumi.Input<string>;
      }
    | {
          /** An ACME server issues and renews it. */
          kind: "acme";
          /** Port on the Docker host for the server's HTTP challenge, which the Internet must reach as port 80; it sends browsers to HTTPS. */
          port: number;
          /** Address of the ACME server's directory. */
          directory: string;
          /** The authority behind that server's own certificate, in PEM format. Default: the public ones. */
          caCertificate?: string;
      };

/** What the reverse proxy serves. */
export interface ReverseProxyArgs {
    /** The engine and network, with the host name for browsers. */
    host: DockerHost;
    /** Its certificate, for the host name. */
    certificate: ProxyCertificate;
    /** Airflow's API server. */
    airflow: WebServer;
    /** The dbt docs, for those who are logged in to Airflow. */
    dbtDocs: WebServer;
    /** Whether workers on other machines reach the API server through it. Default: false. */
    workers?: boolean;
    /** What must exist before it starts: who had its ports until now. Default: nothing. */
    after?: pulumi.Resource[];
}

const certificateFile = "/run/secrets/tls_certificate.pem";
const keyFile = "/run/secrets/tls_private_key.pem";
const caFile = "/run/secrets/acme_ca.pem";

/** Caddy, which alone publishes the UI and the dbt docs where others than this machine reach them: with TLS, and nothing without a login. */
export class ReverseProxy extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: ReverseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:proxy:ReverseProxy", name, {}, opts);
        const { host, certificate, airflow, dbtDocs } = args;
        const isAcme = certificate.kind === "acme";
        const service = new Service(
            name,
            {
                host,
                image: new Image(name, { host, ...proxyImage }, { parent: this }),
                networks: ["web"],
                files: {
                    ...this.files(name, host, certificate),
                    "/etc/caddy/Caddyfile": caddyfile({
                        hostName: host.hostName,
                        certificate: isAcme
                            ? { ...certificate, caFile: certificate.caCertificate && caFile }
                            : { kind: "files", certificateFile, keyFile },
                        airflow: { upstream: airflow.upstream, url: host.urlOf(airflow.port) },
                        dbtDocs,
                        workers: args.workers ?? false,
                    }),
                },
                volumes: isAcme ? { "/var/lib/caddy": { name: namedVolume(`${name}-data`, host, this).name } } : {},
                memory: 256,
                ports: [
                    { internal: ports.airflow, external: airflow.port },
                    { internal: ports.dbtDocs, external: dbtDocs.port },
                    ...(isAcme ? [{ internal: ports.http, external: certificate.port }] : []),
                ],
                healthCheck: ["healthy", ...(isAcme ? [host.hostName] : [])],
                after: args.after,
            },
            { parent: this },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }

    private files(
        name: string,
        { hostName }: DockerHost,
        given: ProxyCertificate,
    ): Record<string, pulumi.Input<string>> {
        if (given.kind === "acme") {
            return given.caCertificate === undefined ? {} : { [caFile]: given.caCertificate };
        }
        const { certificate, privateKey } =
            given.kind === "own-ca"
                ? new ServerCertificate(`${name}-tls`, { ...given, names: [hostName] }, { parent: this })
                : given;
        return { [certificateFile]: certificate, [keyFile]: privateKey };
    }
}
