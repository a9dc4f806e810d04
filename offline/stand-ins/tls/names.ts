/** Whom a certificate is for, as the tls plugin's inputs say it. */
import { type Properties } from "../resource";
import { x509 } from "./x509";

const attributes: Record<string, string> = {
    commonName: "CN",
    organization: "O",
    organizationalUnit: "OU",
    country: "C",
    province: "ST",
    locality: "L",
};

/** The input `subject` as a distinguished name. */
export function subjectName(subject: unknown): x509.Name {
    const given = Object.entries((subject ?? {}) as Record<string, string>);
    return new x509.Name(given.flatMap(([name, value]) => (attributes[name] ? [{ [attributes[name]]: [value] }] : [])));
}

/** The inputs `dnsNames`, `ipAddresses` and `uris` as an extension; none if they are empty. */
export function alternativeNames(inputs: Properties): x509.SubjectAlternativeNameExtension[] {
    const list = (property: string, type: "dns" | "ip" | "url") =>
        ((inputs[property] ?? []) as string[]).map((value) => ({ type, value }));
    const names = [...list("dnsNames", "dns"), ...list("ipAddresses", "ip"), ...list("uris", "url")];
    return names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [];
}
