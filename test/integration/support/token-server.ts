import { createVerify, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { gatewayOfDefaultNetwork } from "./docker-gateway";

/**
 * Where a service account's key is changed for an access token (https://datatracker.ietf.org/doc/html/rfc7523), as Google's
 * libraries do before anything else: each key file names its address. It accepts the key that was made last.
 */
export class TokenServer {
    /** Every access token that it gave. */
    public readonly issued = new Set<string>();
    private publicKey = "";

    private constructor(
        private readonly server: Server,
        private readonly host: string,
    ) {}

    /** Answers this machine and its containers. */
    public static async start(): Promise<TokenServer> {
        const host = await gatewayOfDefaultNetwork();
        const server = createServer();
        const tokens = new TokenServer(server, host);
        server.on("request", (request, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk: Buffer) => chunks.push(chunk));
            request.on("end", () => {
                const assertion = new URLSearchParams(Buffer.concat(chunks).toString()).get("assertion") ?? "";
                response.setHeader("content-type", "application/json");
                const answer = tokens.accepts(assertion)
                    ? { access_token: tokens.issue(), expires_in: 3600, token_type: "Bearer" }
                    : { error: "invalid_grant", error_description: "Invalid JWT Signature." };
                response.writeHead("error" in answer ? 400 : 200).end(JSON.stringify(answer));
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
        return tokens;
    }

    /** The JSON of a new key of the project; those before are no longer accepted. */
    public newKey(project: string): string {
        const { privateKey, publicKey } = generateKeyPairSync("rsa", {
            modulusLength: 2048,
            privateKeyEncoding: { type: "pkcs8", format: "pem" },
            publicKeyEncoding: { type: "spki", format: "pem" },
        });
        this.publicKey = publicKey;
        return JSON.stringify({
            type: "service_account",
            project_id: project,
            private_key_id: randomBytes(20).toString("hex"),
            private_key: privateKey,
            client_email: `airflow-dbt@${project}.iam.gserviceaccount.com`,
            token_uri: `http://${this.host}:${(this.server.address() as AddressInfo).port}/token`,
        });
    }

    public async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private issue(): string {
        const token = randomBytes(8).toString("hex");
        this.issued.add(token);
        return token;
    }

    private accepts(assertion: string): boolean {
        const [header, claims, signature] = assertion.split(".");
        return createVerify("RSA-SHA256")
            .update(`${header}.${claims}`)
            .verify(this.publicKey, signature ?? "", "base64url");
    }
}
