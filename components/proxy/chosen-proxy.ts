import type * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { type WebServer } from "../docker/web-server";
import { type CertificateAuthority } from "../secrets/certificate-authority";
import { chosenCertificate, type ChosenCertificateArgs } from "./chosen-certificate";
import { ReverseProxy } from "./reverse-proxy";

/** What the reverse proxy serves, and what decides whether there is one. */
export interface ChosenProxyArgs extends ChosenCertificateArgs {
    /** The engine and network, with the host name for browsers. */
    host: DockerHost;
    /** Signs the certificate, if the stack's own authority does. */
    authority: CertificateAuthority | undefined;
    /** Airflow's workers. Those on other machines reach the API server through the proxy. */
    workers: { docker?: string }[];
    /** The component with Airflow's API server. The proxy waits for it, since it may have had the proxy's port until now. */
    airflow: pulumi.Resource & { webServer: WebServer };
    /** The component with the dbt docs. The proxy waits for it as well. */
    dbt: pulumi.Resource & { docsServer: WebServer };
}

/** The reverse proxy; undefined where the UI and the dbt docs publish their ports themselves, with plain HTTP. */
export function chosenProxy(name: string, args: ChosenProxyArgs): ReverseProxy | undefined {
    const { host, airflow, dbt } = args;
    const certificate = chosenCertificate(args, args.authority);
    const servers = { airflow: airflow.webServer, dbtDocs: dbt.docsServer };
    const workers = args.workers.some(({ docker }) => docker !== undefined);
    return certificate && new ReverseProxy(name, { host, certificate, ...servers, workers, after: [airflow, dbt] });
}
