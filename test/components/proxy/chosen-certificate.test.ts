import { chosenCertificate } from "../../../components/proxy/chosen-certificate";
import { CertificateAuthority } from "../../../components/secrets/certificate-authority";
import { registered } from "../../../tools/mocked/registered";

const generations = { tlsKeys: 3 };

test("the stack's own authority comes with the generation of the key", async () => {
    const { result: authority } = await registered(() => new CertificateAuthority("ca", { generation: 1 }));
    expect(chosenCertificate({ tls: { kind: "own-ca" }, generations }, authority)).toEqual({
        kind: "own-ca",
        authority,
        generation: 3,
    });
});

test("another certificate is as the settings say, and without one there is no proxy", () => {
    const acme = { kind: "acme", port: 80, directory: "https://acme.example.com" } as const;
    expect(chosenCertificate({ tls: acme, generations }, undefined)).toBe(acme);
    expect(chosenCertificate({ tls: undefined, generations }, undefined)).toBeUndefined();
});
