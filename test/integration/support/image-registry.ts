import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeWhenThisEnds } from "../../../tools/running-stack/remains";
import { output, say, waitFor } from "../../../tools/running-stack/run";
import { fetchTrusting } from "../../../tools/running-stack/fetch-trusting";
import { gatewayOfDefaultNetwork } from "./docker-gateway";
import { Authority } from "./foreign-postgres-certificates";

const dockerfile = `FROM debian:trixie-slim
RUN apt-get update && apt-get install --yes --no-install-recommends docker-registry apache2-utils
ENTRYPOINT ["docker-registry", "serve", "/etc/docker/registry/config.yml"]
`;

/**
 * An image registry in a container, the one that Debian has, over HTTPS with a certificate of an authority of its own, which the Docker
 * engines of this machine's file system trust. It lets one user in.
 */
export class TestRegistry {
    public static readonly user = "robot";

    private constructor(
        private readonly folder: string,
        private readonly container: string,
        private readonly image: string,
        private readonly certificates: string,
        /** Host and port. */
        public readonly host: string,
        private password: string,
        private readonly authority: Authority,
    ) {}

    public static async start(password: string): Promise<TestRegistry> {
        const suffix = `registry-${process.pid}-${Date.now().toString(36)}`;
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-registry-"));
        removeWhenThisEnds(suffix, folder);
        const [image, container] = [`docker-${suffix}`, `docker-${suffix}`];
        say("building an image with Debian's docker-registry");
        await output("docker", ["build", "--quiet", "--tag", image, "-"], { input: dockerfile });
        const [address, authority] = [await gatewayOfDefaultNetwork(), await Authority.make()];
        const { certificate, key } = await authority.sign([address]);
        writeFileSync(join(folder, "server.pem"), certificate);
        writeFileSync(join(folder, "server.key"), key);
        writeFileSync(join(folder, "ca.pem"), authority.certificate);
        writeFileSync(join(folder, "htpasswd"), await hashed(image, password));
        const settings = {
            REGISTRY_HTTP_ADDR: ":5000",
            REGISTRY_HTTP_TLS_CERTIFICATE: "/given/server.pem",
            REGISTRY_HTTP_TLS_KEY: "/given/server.key",
            REGISTRY_AUTH: "htpasswd",
            REGISTRY_AUTH_HTPASSWD_REALM: "Registry",
            REGISTRY_AUTH_HTPASSWD_PATH: "/given/htpasswd",
            REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: "/var/tmp",
        };
        await output("docker", [
            ...["run", "--detach", "--name", container, "--label", "airflow-dbt.stack=test", "--memory", "256m"],
            ...["--publish", `${address}::5000`, "--volume", `${folder}:/given:ro`],
            ...Object.entries(settings).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
            image,
        ]);
        const host = (await output("docker", ["port", container, "5000/tcp"])).split("\n")[0];
        // An engine reads the authorities of a registry at each request.
        const certificates = join("/etc/docker/certs.d", host);
        removeWhenThisEnds(suffix, certificates);
        mkdirSync(certificates, { recursive: true });
        writeFileSync(join(certificates, "ca.crt"), authority.certificate);
        const registry = new TestRegistry(folder, container, image, certificates, host, password, authority);
        await waitFor("the registry", 60, async () =>
            (await registry.ask("/v2/").catch(() => undefined))?.ok ? true : undefined,
        );
        return registry;
    }

    /** File with the certificate of the authority that signed its own. */
    public get caFile(): string {
        return join(this.folder, "ca.pem");
    }

    /** Another password; the former one no longer counts. */
    public async change(password: string): Promise<void> {
        writeFileSync(join(this.folder, "htpasswd"), await hashed(this.image, password));
        this.password = password;
    }

    /** The repositories that it has. */
    public async repositories(): Promise<string[]> {
        const answer = await this.ask("/v2/_catalog");
        return ((await answer.json()) as { repositories: string[] }).repositories;
    }

    /** The tags of a repository. */
    public async tags(repository: string): Promise<string[]> {
        const answer = await this.ask(`/v2/${repository}/tags/list`);
        return ((await answer.json()) as { tags: string[] }).tags;
    }

    public async stop(): Promise<void> {
        await output("docker", ["rm", "--force", "--volumes", this.container]);
        await output("docker", ["rmi", this.image]);
        rmSync(this.folder, { recursive: true, force: true });
        rmSync(this.certificates, { recursive: true, force: true });
        const others = dirname(this.certificates);
        if (readdirSync(others).length === 0) {
            rmdirSync(others);
        }
    }

    private ask(path: string): Promise<Response> {
        const authorization = `Basic ${Buffer.from(`${TestRegistry.user}:${this.password}`).toString("base64")}`;
        return fetchTrusting({ ca: this.authority.certificate }, `https://${this.host}${path}`, {
            headers: { authorization },
        });
    }
}

/** A line of a file of Apache's, as the registry reads it. */
function hashed(image: string, password: string): Promise<string> {
    const words = ["-n", "-i", "-B", TestRegistry.user];
    return output("docker", ["run", "--rm", "--interactive", "--entrypoint", "htpasswd", image, ...words], {
        input: password,
    });
}
