import * as pulumi from "@pulumi/pulumi";
import { DockerHost } from "../../../components/docker/host";
import { type ProxyCertificate, ReverseProxy } from "../../../components/proxy/reverse-proxy";
import { CertificateAuthority } from "../../../components/secrets/certificate-authority";
import { only, registered, settled } from "../../../tools/mocked/registered";

const given = {
    kind: "certificate",
    certificate: "of the user",
    privateKey: pulumi.secret("key of the user"),
} as const;

async function build(certificate: () => ProxyCertificate) {
    const { resources, result } = await registered(() => {
        const host = new DockerHost("docker", {
            suffix: "test",
            bindAddress: "0.0.0.0",
            hostName: "airflow.example.com",
            tls: true,
        });
        return new ReverseProxy("proxy", {
            host,
            certificate: certificate(),
            airflow: { upstream: "airflow-apiserver:8080", port: 8082 },
            dbtDocs: { upstream: "dbt-docs:8080", port: 8085 },
        });
    });
    const container = only(resources, "docker:index/container:Container", "proxy");
    const uploads = container.inputs.uploads as { file: string; content: string }[];
    return {
        resources,
        result,
        container,
        files: Object.fromEntries(uploads.map((each) => [each.file, each.content])),
    };
}

describe("ReverseProxy", () => {
    test("is on the network of web servers alone, and publishes their ports", async () => {
        const { container, result } = await build(() => given);
        expect(container.inputs).toMatchObject({
            name: "proxy-test",
            networksAdvanced: [{ name: "web-test", aliases: ["proxy"] }],
            ports: [
                { internal: 8443, external: 8082, ip: "0.0.0.0" },
                { internal: 8444, external: 8085, ip: "0.0.0.0" },
            ],
            volumes: [],
        });
        expect(result.containerName).toBe("proxy-test");
    });

    test("has the user's certificate and key as files", async () => {
        const { container, files } = await build(() => given);
        expect(files).toMatchObject({
            "/run/secrets/tls_certificate.pem": "of the user",
            "/run/secrets/tls_private_key.pem": "key of the user",
        });
        expect(files["/etc/caddy/Caddyfile"]).toContain("redir https://airflow.example.com:8082/auth/login/");
        expect(container.secretInputs).toEqual(["uploads"]);
    });

    test("has a certificate of the stack's own authority, for the host name", async () => {
        const { resources, files } = await build(() => ({
            kind: "own-ca",
            authority: new CertificateAuthority("ca", { generation: 1 }),
            generation: 4,
        }));
        expect(only(resources, "tls:index/certRequest:CertRequest", "proxy-tls-request").inputs.dnsNames).toEqual([
            "airflow.example.com",
        ]);
        expect(only(resources, "tls:index/privateKey:PrivateKey", "proxy-tls-key").replacementTrigger).toBe(4);
        expect(files["/run/secrets/tls_private_key.pem"]).toBe("private PEM proxy-tls-key\n");
        expect(files).not.toHaveProperty("/run/secrets/ca-key");
    });

    test("keeps what an ACME server issues in a volume, and is healthy once it is there", async () => {
        const { resources, container, files } = await build(() => ({
            kind: "acme",
            port: 80,
            directory: "https://acme.example.com/directory",
            caCertificate: "of the server",
        }));
        only(resources, "docker:index/volume:Volume", "proxy-data");
        expect(container.inputs).toMatchObject({
            volumes: [{ containerPath: "/var/lib/caddy", volumeName: "proxy-data-test" }],
            healthcheck: { tests: ["CMD", "healthy", "airflow.example.com"] },
        });
        expect((container.inputs.ports as object[])[2]).toMatchObject({ internal: 8080, external: 80 });
        expect(files).toMatchObject({ "/run/secrets/acme_ca.pem": "of the server" });
        expect(files).not.toHaveProperty("/run/secrets/tls_private_key.pem");
    });

    test("tells no secret outside its files", async () => {
        const { container } = await build(() => given);
        expect(container.inputs.envs).toEqual([]);
        expect(await settled(pulumi.output(container.inputs.command))).toMatchObject({ secret: false });
    });
});
