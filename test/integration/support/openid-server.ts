import { createHash, createSign, generateKeyPairSync, type KeyPairKeyObjectResult, randomBytes } from "node:crypto";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo } from "node:net";
import { gatewayOfDefaultNetwork } from "./docker-gateway";
import { Authority } from "./foreign-postgres-certificates";

type Claims = Record<string, unknown>;

/** What makes an ID token one that nobody may believe. */
export type Forgery = "signature" | "nonce" | "issuer" | "audience" | "expiry" | "algorithm";

/**
 * As much of an OpenID server as a login with a code takes, over HTTPS with a certificate of an authority of its own. It asks nobody for a
 * password: whoever comes is `person`. It checks what a server must: the client's secret, the callback, PKCE, and that a code is used once
 * (https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth). It is no proof that Keycloak or others agree.
 */
export class OpenIdServer {
    public readonly clientId = "airflow";
    public readonly clientSecret = randomBytes(20).toString("hex");
    /** Claims of whoever logs in; `sub` must be among them. */
    public person: Claims = {};
    /** Claims that only the userinfo endpoint tells. */
    public further: Claims = {};
    /** Undefined: ID tokens are right. */
    public forgery: Forgery | undefined;
    private readonly keys = rsaKeys();
    /** Code → what it was given for. */
    private readonly codes = new Map<string, URLSearchParams>();
    private readonly tokens = new Set<string>();

    private constructor(
        private readonly server: Server,
        private readonly host: string,
        private readonly authority: Authority,
    ) {}

    /** Answers this machine and its containers. */
    public static async start(): Promise<OpenIdServer> {
        const [host, authority] = [await gatewayOfDefaultNetwork(), await Authority.make()];
        const { certificate: cert, key } = await authority.sign([host]);
        const server = createServer({ cert, key });
        const openId = new OpenIdServer(server, host, authority);
        server.on("request", (request, response) => {
            openId.answer(request, response).catch((error: Error) => json(response, 400, { error: error.message }));
        });
        await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
        return openId;
    }

    public get issuer(): string {
        return `https://${this.host}:${(this.server.address() as AddressInfo).port}/realms/test`;
    }

    /** Of the authority that signed the server's certificate, in PEM format. */
    public get caCertificate(): string {
        return this.authority.certificate;
    }

    public async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const url = new URL(request.url ?? "", this.issuer);
        switch (`${request.method} ${url.href.replace(this.issuer, "").split("?")[0]}`) {
            case "GET /.well-known/openid-configuration":
                return json(response, 200, {
                    issuer: this.issuer,
                    authorization_endpoint: `${this.issuer}/authorize`,
                    token_endpoint: `${this.issuer}/token`,
                    jwks_uri: `${this.issuer}/keys`,
                    userinfo_endpoint: `${this.issuer}/userinfo`,
                    id_token_signing_alg_values_supported: ["RS256"],
                });
            case "GET /keys":
                return json(response, 200, { keys: [{ ...this.keys.publicKey.export({ format: "jwk" }), kid: "1" }] });
            case "GET /authorize":
                response.writeHead(302, { Location: this.callback(url.searchParams) }).end();
                return;
            case "POST /token":
                return json(response, 200, this.exchanged(request.headers.authorization, await form(request)));
            case "GET /userinfo":
                check(this.tokens.has(`${request.headers.authorization}`.replace("Bearer ", "")), "the access token");
                return json(response, 200, { ...this.person, ...this.further });
            default:
                return json(response, 404, { error: `not known here: ${request.url}` });
        }
    }

    /** Where whoever asked for a code gets it. */
    private callback(asked: URLSearchParams): string {
        check(asked.get("response_type") === "code", "the response type");
        check(asked.get("client_id") === this.clientId, "the client");
        check(`${asked.get("scope")}`.split(" ").includes("openid"), "the scope");
        check(asked.has("state") && asked.has("nonce"), "state or nonce");
        check(asked.get("code_challenge_method") === "S256" && asked.has("code_challenge"), "PKCE");
        const code = randomBytes(16).toString("hex");
        this.codes.set(code, asked);
        const address = new URL(asked.get("redirect_uri") ?? "");
        check(address.protocol === "https:" && address.pathname === "/auth/oauth-authorized/openid", "the callback");
        address.search = new URLSearchParams({ code, state: asked.get("state") ?? "" }).toString();
        return address.href;
    }

    private exchanged(login: string | undefined, given: URLSearchParams): object {
        const asked = this.codes.get(given.get("code") ?? "");
        this.codes.delete(given.get("code") ?? "");
        const basic = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString("base64");
        check(login === `Basic ${basic}`, "the client's secret");
        check(asked !== undefined && asked.get("redirect_uri") === given.get("redirect_uri"), "the code");
        const challenge = createHash("sha256")
            .update(`${given.get("code_verifier")}`)
            .digest("base64url");
        check(challenge === asked?.get("code_challenge"), "the code verifier");
        const token = randomBytes(16).toString("hex");
        this.tokens.add(token);
        const id_token = this.idToken(asked?.get("nonce"));
        return { access_token: token, token_type: "Bearer", expires_in: 60, id_token };
    }

    private idToken(nonce: string | null | undefined): string {
        const now = Math.floor(Date.now() / 1000);
        const is = (forgery: Forgery) => this.forgery === forgery;
        const claims = {
            iss: is("issuer") ? "https://evil.example.com" : this.issuer,
            aud: is("audience") ? "another-client" : this.clientId,
            azp: this.clientId,
            iat: now,
            exp: is("expiry") ? now - 3600 : now + 60,
            nonce: is("nonce") ? "of-another-login" : nonce,
            ...this.person,
        };
        const header = { alg: is("algorithm") ? "none" : "RS256", typ: "JWT", kid: "1" };
        const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
        const { privateKey } = is("signature") ? rsaKeys() : this.keys;
        const signature = createSign("RSA-SHA256").update(text).sign(privateKey, "base64url");
        return `${text}.${is("algorithm") ? "" : signature}`;
    }
}

function rsaKeys(): KeyPairKeyObjectResult {
    return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

function check(right: boolean, what: string): void {
    if (!right) {
        throw new Error(`${what} is wrong`);
    }
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
        chunks.push(chunk as Buffer);
    }
    return new URLSearchParams(Buffer.concat(chunks).toString());
}

function json(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
