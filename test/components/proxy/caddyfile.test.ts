import { caddyfile, type CaddyfileArgs } from "../../../components/proxy/caddyfile";

const files = { kind: "files", certificateFile: "/certificate.pem", keyFile: "/key.pem" } as const;
const acme = { kind: "acme", directory: "https://acme.example.com/directory", caFile: undefined } as const;

const build = (more: Partial<CaddyfileArgs> = {}) =>
    caddyfile({
        hostName: "airflow.example.com",
        certificate: files,
        airflow: { upstream: "airflow-apiserver:8080", url: "https://airflow.example.com:8082" },
        dbtDocs: { upstream: "dbt-docs:8080" },
        workers: false,
        ...more,
    });

/** The lines of the block that begins with a line. */
function block(text: string, start: string): string[] {
    const lines = text.split("\n");
    const from = lines.indexOf(`${start} {`);
    expect(from).toBeGreaterThanOrEqual(0);
    return lines.slice(from + 1, lines.indexOf("}", from)).map((line) => line.trim());
}

describe("the Caddyfile", () => {
    test("serves each site under the host name alone, from its own server", () => {
        const text = build();
        expect(block(text, "https://airflow.example.com:8443")).toEqual(
            expect.arrayContaining([
                "import site",
                "respond /execution/* 404",
                "reverse_proxy airflow-apiserver:8080 {",
            ]),
        );
        expect(block(text, "https://airflow.example.com:8444")).toContain("reverse_proxy dbt-docs:8080 {");
        expect(block(text, "https://:8443, https://:8444").at(-1)).toMatch(/ 421$/);
    });

    test("opens the APIs of tasks and workers to workers on other machines alone", () => {
        const site = "https://airflow.example.com:8443";
        const closed = ["respond /execution/* 404", "respond /edge_worker/v1/* 404"];
        expect(block(build(), site)).toEqual(expect.arrayContaining(closed));
        expect(block(build({ workers: true }), site).filter((line) => line.startsWith("respond"))).toEqual([]);
    });

    test("asks Airflow who wants to see the docs, and tells the docs nothing of it", () => {
        const docs = block(build(), "https://airflow.example.com:8444");
        expect(docs).toEqual(
            expect.arrayContaining([
                "forward_auth airflow-apiserver:8080 {",
                "uri /ui/auth/me",
                "redir https://airflow.example.com:8082/auth/login/",
                "header_up -Cookie",
                "header_up -Authorization",
            ]),
        );
        expect(docs.indexOf("forward_auth airflow-apiserver:8080 {")).toBeLessThan(
            docs.indexOf("reverse_proxy dbt-docs:8080 {"),
        );
    });

    test("takes a certificate from files, or from an ACME server that uses port 80 alone", () => {
        expect(block(build(), "(site)")[0]).toBe("tls /certificate.pem /key.pem");
        expect(build()).not.toContain("cert_issuer");
        const issued = build({ certificate: acme });
        expect(issued).not.toContain("tls /");
        expect(issued).toMatch(
            /cert_issuer acme \{\n\t\tdir https:\/\/acme\.example\.com\/directory\n\t\tdisable_tlsalpn/,
        );
        const trusted = build({ certificate: { ...acme, caFile: "/ca.pem" } });
        expect(trusted).toContain("trusted_roots /ca.pem");
    });

    test("writes an IPv6 address as an URL does", () => {
        const text = build({ hostName: "fd00::5" });
        expect(text).toContain("default_sni fd00::5\n");
        expect(text).toContain("https://[fd00::5]:8443 {");
    });
});
