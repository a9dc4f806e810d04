import * as pulumi from "@pulumi/pulumi";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";
import { tlsKey } from "./tls-key";

/** A certificate authority. */
export interface CertificateAuthorityArgs {
    /** Generation number of its key; a higher one makes a new key, and clients must trust the new certificate. */
    generation: number;
}

const hoursPerYear = 8760;

/** The stack's own certificate authority, which signs the certificates of its servers. Clients trust its certificate once. */
export class CertificateAuthority extends pulumi.ComponentResource {
    /** The certificate for clients, in PEM format. It is valid for ten years; an update in the last of them makes a new one. */
    public readonly certificate: pulumi.Output<string>;
    /** Signs certificates; secret. No container gets it. */
    public readonly privateKey: pulumi.Output<string>;

    constructor(name: string, args: CertificateAuthorityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:CertificateAuthority", name, {}, opts);
        const key = tlsKey(`${name}-key`, args.generation, this);
        const certificate = new SelfSignedCert(
            `${name}-certificate`,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: `airflow-dbt ${pulumi.getStack()}`, organization: "airflow-dbt" },
                isCaCertificate: true,
                setSubjectKeyId: true,
                validityPeriodHours: 10 * hoursPerYear,
                earlyRenewalHours: hoursPerYear,
                allowedUses: ["cert_signing", "crl_signing"],
            },
            { parent: this },
        );
        this.certificate = certificate.certPem;
        this.privateKey = key.privateKeyPem;
        this.registerOutputs({ certificate: this.certificate });
    }
}
