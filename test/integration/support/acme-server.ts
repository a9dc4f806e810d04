import { output } from "../../../tools/running-stack/run";

/**
 * An ACME server in a container: Caddy's own, in the proxy's image. It finds the proxy under a host name that only this container knows, on
 * port 80, as the Internet would.
 */
export class AcmeServer {
    private constructor(private readonly container: string) {}

    /**
     * @param network of the proxy
     * @param proxy name of its container
     * @param hostName that the server is asked to certify
     */
    public static async start(network: string, proxy: string, hostName: string): Promise<AcmeServer> {
        const image = await output("docker", ["inspect", "--format", "{{.Image}}", proxy]);
        const caddyfile = [
            "{\n admin off\n skip_install_trust\n auto_https disable_redirects\n}",
            "https://acme:9443 {\n tls internal\n acme_server\n}",
            `http://${hostName}:80 {\n reverse_proxy proxy:8080\n}`,
        ].join("\n");
        const container = await output("docker", [
            ...["run", "--detach", "--rm", "--network", network, "--network-alias", "acme", "--memory", "256m"],
            ...[
                "--add-host",
                `${hostName}:127.0.0.1`,
                "--env",
                "XDG_DATA_HOME=/tmp",
                "--env",
                `CADDYFILE=${caddyfile}`,
            ],
            ...[image, "bash", "-c", 'exec caddy run --adapter caddyfile --config <(echo "$CADDYFILE")'],
        ]);
        return new AcmeServer(container);
    }

    public get directory(): string {
        return "https://acme:9443/acme/local/directory";
    }

    /** Certificate of the authority behind the server itself and behind what it issues. */
    public async caCertificate(): Promise<string | undefined> {
        const file = "/tmp/caddy/pki/authorities/local/root.crt";
        return output("docker", ["exec", this.container, "cat", file]).catch(() => undefined);
    }

    public async stop(): Promise<void> {
        await output("docker", ["rm", "--force", this.container]);
    }
}
