/** `tls.LocallySignedCert`: a certificate that an authority's key signs, as a request asks for it. */
import { type Resource } from "../resource";
import { certificate, signed } from "./certificate";
import { keyPair, x509 } from "./x509";

const subjectAlternativeName = "2.5.29.17";

export const locallySignedCert: Resource = {
    ...certificate,
    replaceOn: [
        ...["certRequestPem", "caPrivateKeyPem", "caCertPem"],
        ...["validityPeriodHours", "allowedUses", "isCaCertificate", "setSubjectKeyId"],
    ],

    async create(inputs) {
        const request = new x509.Pkcs10CertificateRequest(String(inputs.certRequestPem));
        if (!(await request.verify())) {
            throw new Error("certRequestPem is not signed by its own key");
        }
        const authority = new x509.X509Certificate(String(inputs.caCertPem));
        const { privateKey, algorithm } = await keyPair(String(inputs.caPrivateKeyPem));
        const keyId = authority.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
        const names = request.getExtension(subjectAlternativeName);
        return signed(inputs, {
            subject: request.subjectName,
            publicKey: request.publicKey,
            issuer: authority.subjectName,
            signingKey: privateKey,
            signingAlgorithm: algorithm,
            extensions: [
                ...(keyId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(keyId)]),
                ...(names ? [names] : []),
            ],
        });
    },
};
