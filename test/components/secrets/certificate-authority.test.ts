import { CertificateAuthority } from "../../../components/secrets/certificate-authority";
import { ServerCertificate } from "../../../components/secrets/server-certificate";
import { only, registered, settled } from "../../../tools/mocked/registered";

const build = (names = ["airflow.example.com", "10.0.0.5", "airflow.example.com"]) =>
    registered(() => {
        const authority = new CertificateAuthority("ca", { generation: 2 });
        return { authority, server: new ServerCertificate("web-tls", { authority, names, generation: 3 }) };
    });

describe("CertificateAuthority", () => {
    test("makes a key by generation, and a certificate that may sign others, for ten years", async () => {
        const { resources } = await build();
        const key = only(resources, "tls:index/privateKey:PrivateKey", "ca-key");
        expect(key.inputs).toEqual({ algorithm: "ECDSA", ecdsaCurve: "P256" });
        expect([key.replacementTrigger, key.parent]).toEqual([2, "ca"]);
        const certificate = only(resources, "tls:index/selfSignedCert:SelfSignedCert", "ca-certificate");
        expect(certificate.inputs).toMatchObject({
            subject: { commonName: "airflow-dbt local", organization: "airflow-dbt" },
            isCaCertificate: true,
            validityPeriodHours: 87_600,
            earlyRenewalHours: 8760,
            allowedUses: ["cert_signing", "crl_signing"],
        });
        expect(certificate.secretInputs).toEqual(["privateKeyPem"]);
    });

    test("gives the certificate to everybody, and the key as a secret", async () => {
        const { authority } = (await build()).result;
        expect(await settled(authority.certificate)).toEqual({ value: "certificate ca-certificate\n", secret: false });
        expect(await settled(authority.privateKey)).toEqual({ value: "private PEM ca-key\n", secret: true });
    });
});

describe("ServerCertificate", () => {
    test("is for host names and addresses, each once", async () => {
        const { resources } = await build();
        expect(only(resources, "tls:index/certRequest:CertRequest", "web-tls-request").inputs).toMatchObject({
            subject: { commonName: "airflow.example.com" },
            dnsNames: ["airflow.example.com"],
            ipAddresses: ["10.0.0.5"],
        });
        expect(only(resources, "tls:index/privateKey:PrivateKey", "web-tls-key").replacementTrigger).toBe(3);
    });

    test("is signed by the authority for a year, and made again two months before its end", async () => {
        const { resources, result } = await build();
        const certificate = only(resources, "tls:index/locallySignedCert:LocallySignedCert", "web-tls-certificate");
        expect(certificate.inputs).toMatchObject({
            certRequestPem: "request web-tls-request\n",
            caPrivateKeyPem: "private PEM ca-key\n",
            caCertPem: "certificate ca-certificate\n",
            validityPeriodHours: 8760,
            earlyRenewalHours: 1440,
            allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
        });
        expect(certificate.secretInputs).toEqual(["caPrivateKeyPem"]);
        expect(await settled(result.server.privateKey)).toEqual({ value: "private PEM web-tls-key\n", secret: true });
    });
});
