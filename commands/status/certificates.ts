import { X509Certificate } from "node:crypto";
import { type Deployment } from "../interrupted-update/recorded-state";

/** A certificate of one of the stack's servers. */
export interface CertificateEnd {
    /** The server. */
    name: string;
    /** Whole days until it expires; negative once it has. */
    days: number;
    /** Days before its end from which an update renews it. Undefined: the user must. */
    renewal: number | undefined;
}

const servers: Record<string, string> = {
    "proxy-tls-certificate": "UI and dbt docs",
    "postgres-tls-certificate": "Postgres",
};

/**
 * The certificates that the stack's own authority signed, and the user's. Those of an ACME server are renewed by the proxy itself.
 *
 * @param settings of the stack's file
 */
export function certificateEnds(
    { resources = [] }: Deployment,
    settings: Record<string, unknown>,
    now: Date,
): CertificateEnd[] {
    const days = (end: string) => Math.floor((Date.parse(end) - now.getTime()) / 86_400_000);
    const own = resources.flatMap(({ urn, outputs: { validityEndTime: end, earlyRenewalHours: hours } = {} }) => {
        const name = servers[urn.split("::").at(-1) as string];
        return name === undefined ? [] : [{ name, days: days(String(end)), renewal: Number(hours) / 24 }];
    });
    const { tls, tlsCertificate: given } = settings;
    const users =
        tls === "certificate" && typeof given === "string"
            ? [{ name: "UI and dbt docs", days: days(new X509Certificate(given).validTo), renewal: undefined }]
            : [];
    return [...own, ...users];
}
