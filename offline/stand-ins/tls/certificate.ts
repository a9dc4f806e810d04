/** What the two kinds of certificates have in common. */
import { randomBytes } from "node:crypto";
import { type Properties, type Resource, type State, UNKNOWN } from "../resource";
import { x509 } from "./x509";

/** Who is certified, and who signs. */
interface Parties {
    subject: x509.Name;
    publicKey: CryptoKey | x509.PublicKey;
    issuer: x509.Name;
    signingKey: CryptoKey;
    signingAlgorithm: { name: string; hash: string };
    /** Names and the like. */
    extensions: x509.Extension[];
}

/** As the official plugin names them: https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/self_signed_cert */
const keyUses: Record<string, x509.KeyUsageFlags> = {
    cert_signing: x509.KeyUsageFlags.keyCertSign,
    crl_signing: x509.KeyUsageFlags.cRLSign,
    digital_signature: x509.KeyUsageFlags.digitalSignature,
    key_agreement: x509.KeyUsageFlags.keyAgreement,
    key_encipherment: x509.KeyUsageFlags.keyEncipherment,
};

const extendedUses: Record<string, string> = {
    client_auth: x509.ExtendedKeyUsage.clientAuth,
    server_auth: x509.ExtendedKeyUsage.serverAuth,
};

/** The part of the resource that both kinds share. */
export const certificate = {
    defaults: { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false },
    computed: ["certPem", "keyAlgorithm", "caKeyAlgorithm", "readyForRenewal", "validityStartTime", "validityEndTime"],

    check({ allowedUses }: Properties): Record<string, string> {
        const uses = allowedUses === UNKNOWN ? [] : (allowedUses as string[]);
        const unknown = uses.filter((use) => !(use in keyUses) && !(use in extendedUses));
        return unknown.length > 0 ? { allowedUses: `the tls stand-in does not know ${unknown.join(", ")}` } : {};
    },

    /** Near its end, a certificate is replaced, though nothing was changed. */
    isDue: (state: Properties) => isDue(String(state.validityEndTime), Number(state.earlyRenewalHours ?? 0)),

    update: (_id: string, before: Properties, inputs: Properties) => Promise.resolve({ ...before, ...inputs }),
} satisfies Partial<Resource>;

/** Signs, and tells what the official plugin tells. */
export async function signed(inputs: Properties, parties: Parties): Promise<State> {
    const serialNumber = `01${randomBytes(15).toString("hex")}`;
    const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
    const notAfter = new Date(notBefore.getTime() + Number(inputs.validityPeriodHours) * 3_600_000);
    const uses = (inputs.allowedUses ?? []) as string[];
    const extended = uses.flatMap((use) => extendedUses[use] ?? []);
    const certificate = await x509.X509CertificateGenerator.create({
        serialNumber,
        notBefore,
        notAfter,
        subject: parties.subject.toString(),
        issuer: parties.issuer.toString(),
        publicKey: parties.publicKey,
        signingKey: parties.signingKey,
        signingAlgorithm: parties.signingAlgorithm,
        extensions: [
            new x509.KeyUsagesExtension(
                uses.reduce((flags, use) => flags | (keyUses[use] ?? 0), 0),
                true,
            ),
            ...(extended.length > 0 ? [new x509.ExtendedKeyUsageExtension(extended)] : []),
            new x509.BasicConstraintsExtension(inputs.isCaCertificate === true, undefined, true),
            ...(inputs.setSubjectKeyId === true
                ? [await x509.SubjectKeyIdentifierExtension.create(parties.publicKey)]
                : []),
            ...parties.extensions,
        ],
    });
    const validityEndTime = notAfter.toISOString();
    return {
        id: BigInt(`0x${serialNumber}`).toString(),
        outputs: {
            ...inputs,
            certPem: `${certificate.toString("pem")}\n`,
            validityStartTime: notBefore.toISOString(),
            validityEndTime,
            readyForRenewal: isDue(validityEndTime, Number(inputs.earlyRenewalHours)),
        },
    };
}

function isDue(end: string, earlyHours: number): boolean {
    return Date.parse(end) - earlyHours * 3_600_000 <= Date.now();
}
