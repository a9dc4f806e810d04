import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert";
import { type CertificateAuthority } from "./certificate-authority";
import { tlsKey } from "./tls-key";

/** The certificate of a server. */
export interface ServerCertificateArgs {
    /** Signs it. */
    authority: CertificateAuthority;
    /** Host names and IP addresses by which clients reach the server; at least one. */
    names: string[];
    /** Generation number of the server's key; a higher one makes a new key and certificate. */
    generation: number;
}

/** A key pair of a server, and the certificate for it. It is valid for a year; an update in the last 60 days makes a new one. */
export class ServerCertificate extends pulumi.ComponentResource {
    /** The certificate, in PEM format. */
    public readonly certificate: pulumi.Output<string>;
    /** The server's key, in PEM format; secret. */
    public readonly privateKey: pulumi.Output<string>;

    constructor(name: string, args: ServerCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:ServerCertificate", name, {}, opts);
        const { authority } = args;
        const names = [...new Set(args.names)];
        const key = tlsKey(`${name}-key`, args.generation, this);
        const request = new CertRequest(
            `${name}-request`,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: names[0] },
                dnsNames: names.filter((each) => isIP(each) === 0),
                ipAddresses: names.filter((each) => isIP(each) !== 0),
            },
            { parent: this },
        );
        const certificate = new LocallySignedCert(
            `${name}-certificate`,
            {
                certRequestPem: request.certRequestPem,
                caPrivateKeyPem: authority.privateKey,
                caCertPem: authority.certificate,
                validityPeriodHours: 365 * 24,
                earlyRenewalHours: 60 * 24,
                allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
            },
            { parent: this },
        );
        this.certificate = certificate.certPem;
        this.privateKey = key.privateKeyPem;
        this.registerOutputs({ certificate: this.certificate });
    }
}
