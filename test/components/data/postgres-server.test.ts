import { readFileSync, rmSync } from "node:fs";
import { PostgresServer } from "../../../components/data/postgres-server";
import { DockerHost } from "../../../components/docker/host";
import { CertificateAuthority } from "../../../components/secrets/certificate-authority";
import { dockerHost } from "../../support/fixtures";
import { only, registered } from "../../../tools/mocked/registered";

const build = () => registered(() => new PostgresServer("postgres", { host: dockerHost(), port: 5442, generation: 1 }));

describe("PostgresServer", () => {
    test("runs with its data in a volume and its password in a file", async () => {
        const { resources } = await build();
        const container = only(resources, "docker:index/container:Container", "postgres");
        expect(only(resources, "docker:index/volume:Volume", "postgres-data").inputs).toMatchObject({
            name: "postgres-data-test",
        });
        expect(container.inputs).toMatchObject({
            name: "postgres-test",
            ports: [{ internal: 5432, external: 5442, ip: "127.0.0.1" }],
            volumes: [{ containerPath: "/var/lib/postgresql/data", volumeName: "postgres-data-test", readOnly: false }],
            uploads: [
                { file: "/run/secrets/postgres_password", content: "generated-postgres-password", permissions: "0440" },
            ],
        });
        expect(container.secretInputs).toEqual(["uploads"]);
        expect(container.inputs.envs).toEqual([]);
    });

    test("is reached by Pulumi only once it is healthy, with the password as a secret", async () => {
        const { resources } = await build();
        const provider = only(resources, "pulumi:providers:postgresql", "postgres-provider");
        expect(provider.inputs).toMatchObject({ host: "127.0.0.1", username: "postgres", sslmode: "disable" });
        expect(provider.secretInputs).toEqual(["password"]);
        expect(provider.dependencies).toContain("postgres");
    });

    test("is reached at the address where its port is published", async () => {
        const { resources } = await registered(() => {
            const host = new DockerHost("docker", { suffix: "test", bindAddress: "127.0.0.1" });
            return new PostgresServer("postgres", { host, port: 5442, bindAddress: "10.0.0.5", generation: 2 });
        });
        expect(only(resources, "pulumi:providers:postgresql", "postgres-provider").inputs).toMatchObject({
            host: "10.0.0.5",
        });
        expect(
            only(resources, "random:index/randomPassword:RandomPassword", "postgres-password").replacementTrigger,
        ).toBe(2);
    });

    test("has a certificate for its names, and is reached by Pulumi with TLS that checks it", async () => {
        const { resources } = await registered(() => {
            const host = new DockerHost("docker", { suffix: "test", bindAddress: "127.0.0.1" });
            const authority = new CertificateAuthority("ca", { generation: 1 });
            const tls = { authority, hostName: "db.example.com", generation: 3 };
            return new PostgresServer("postgres", { host, port: 5442, bindAddress: "10.0.0.5", generation: 1, tls });
        });
        expect(only(resources, "tls:index/certRequest:CertRequest", "postgres-tls-request").inputs).toMatchObject({
            dnsNames: ["db.example.com"],
            ipAddresses: ["10.0.0.5"],
        });
        expect(only(resources, "tls:index/privateKey:PrivateKey", "postgres-tls-key").replacementTrigger).toBe(3);
        const container = only(resources, "docker:index/container:Container", "postgres");
        expect(container.inputs).toMatchObject({
            ports: [{ internal: 5432, external: 5442, ip: "10.0.0.5" }],
            uploads: [
                { file: "/run/secrets/postgres_password" },
                { file: "/run/secrets/tls_certificate.pem", content: "certificate postgres-tls-certificate\n" },
                { file: "/run/secrets/tls_private_key.pem", content: "private PEM postgres-tls-key\n" },
            ],
        });
        const { sslmode, sslrootcert } = only(resources, "pulumi:providers:postgresql", "postgres-provider").inputs;
        expect(sslmode).toBe("verify-full");
        expect(readFileSync(String(sslrootcert), "utf8")).toBe("certificate ca-certificate\n");
        rmSync(String(sslrootcert));
    });

    test("is `postgres` to the other containers", async () => {
        const { result } = await build();
        expect(result.address).toEqual({ host: "postgres", port: 5432 });
    });
});
