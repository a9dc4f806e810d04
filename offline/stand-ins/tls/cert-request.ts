/** `tls.CertRequest`: what an authority is asked to sign. */
import { createHash } from "node:crypto";
import { type Resource } from "../resource";
import { alternativeNames, subjectName } from "./names";
import { keyPair, x509 } from "./x509";

export const certRequest: Resource = {
    defaults: {},
    replaceOn: ["privateKeyPem", "subject", "dnsNames", "ipAddresses", "uris"],
    computed: ["certRequestPem", "keyAlgorithm"],

    async create(inputs) {
        const keys = await keyPair(String(inputs.privateKeyPem));
        const request = await x509.Pkcs10CertificateRequestGenerator.create({
            name: subjectName(inputs.subject).toString(),
            keys,
            signingAlgorithm: keys.algorithm,
            extensions: alternativeNames(inputs),
        });
        const certRequestPem = `${request.toString("pem")}\n`;
        return {
            id: createHash("sha1").update(certRequestPem).digest("hex"),
            outputs: { ...inputs, certRequestPem, keyAlgorithm: keys.algorithm.name === "ECDSA" ? "ECDSA" : "RSA" },
        };
    },
};
