import { type CertificateAuthority } from "../secrets/certificate-authority";
import { type ProxyCertificate } from "./reverse-proxy";

/** What decides which certificate the reverse proxy has. */
export interface ChosenCertificateArgs {
    /** Where it comes from. Undefined: there is no proxy. */
    tls: { kind: "own-ca" } | Exclude<ProxyCertificate, { kind: "own-ca" }> | undefined;
    generations: { tlsKeys: number };
}

/** The certificate of the reverse proxy; undefined where the UI and the dbt docs publish their ports themselves, with plain HTTP. */
export function chosenCertificate(
    { tls, generations }: ChosenCertificateArgs,
    authority: CertificateAuthority | undefined,
): ProxyCertificate | undefined {
    if (tls?.kind !== "own-ca") {
        return tls;
    }
    return authority && { kind: "own-ca", authority, generation: generations.tlsKeys };
}
