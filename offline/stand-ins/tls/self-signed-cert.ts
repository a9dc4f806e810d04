/** `tls.SelfSignedCert`: a certificate that its own key signs, such as an authority's. */
import { type Resource } from "../resource";
import { certificate, signed } from "./certificate";
import { alternativeNames, subjectName } from "./names";
import { keyPair } from "./x509";

export const selfSignedCert: Resource = {
    ...certificate,
    replaceOn: [
        ...["privateKeyPem", "subject", "dnsNames", "ipAddresses", "uris"],
        ...["validityPeriodHours", "allowedUses", "isCaCertificate", "setSubjectKeyId"],
    ],

    async create(inputs) {
        const { privateKey, publicKey, algorithm } = await keyPair(String(inputs.privateKeyPem));
        const name = subjectName(inputs.subject);
        return signed(inputs, {
            subject: name,
            publicKey,
            issuer: name,
            signingKey: privateKey,
            signingAlgorithm: algorithm,
            extensions: alternativeNames(inputs),
        });
    },
};
