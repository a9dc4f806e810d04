import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** What the server is told to answer instead of doing its work. */
export interface Refusal {
    /** Part of the line that {@link GoogleApi.requests} has of such a request. */
    request: string;
    status: number;
    /** How often. Default: always. */
    times?: number;
    /** The header of that name. */
    retryAfter?: string;
    /** Google's error, or what something on the way to Google says. Default: an error that only names the status. */
    body?: object | string;
}

interface Policy {
    etag: string;
    version: number;
    bindings: { role: string; members: string[]; condition?: object }[];
    auditConfigs?: object[];
}

class Refused extends Error {
    constructor(
        public readonly status: number,
        public readonly reason: string,
        message: string,
        public readonly details: object[] = [],
    ) {
        super(message);
    }
}

/**
 * Google's IAM API and the policies of its Resource Manager API, as far as service accounts, keys and roles go
 * (https://cloud.google.com/iam/docs/reference/rest, https://cloud.google.com/resource-manager/reference/rest/v1/projects).
 */
export class GoogleApi {
    /** The only login that it takes. */
    public readonly token = `token-${randomBytes(8).toString("hex")}`;
    public readonly accounts = new Map<string, Record<string, unknown>>();
    public readonly keys = new Map<string, Record<string, unknown>>();
    public readonly policies = new Map<string, Policy>();
    /** Method and path of each request, in the order in which they came. */
    public requests: string[] = [];
    public refusals: Refusal[] = [];
    /** How many requests still do not know of an account that is made from now on; each account has its own count. */
    public lag = 0;
    /** Called between the reading and the writing of a policy, when another client may change it. */
    public beforeSet: () => void = () => undefined;

    private readonly unknownFor = new Map<string, number>();

    private constructor(private readonly server: Server) {}

    /** Serves one project with an owner, on a free port of this machine. */
    public static async start(project: string): Promise<GoogleApi> {
        const server = createServer();
        const api = new GoogleApi(server);
        api.policies.set(project, {
            etag: "v0",
            version: 1,
            bindings: [{ role: "roles/owner", members: ["user:owner@example.com"] }],
            auditConfigs: [{ service: "allServices" }],
        });
        server.on(
            "request",
            (request: IncomingMessage, response: ServerResponse) => void api.answer(request, response),
        );
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return api;
    }

    /** Without a path. */
    public get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    public async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** Who has the role, in order of their being given it. */
    public members(project: string, role: string): string[] {
        return this.policies.get(project)?.bindings.find((binding) => binding.role === role)?.members ?? [];
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const chunks: Buffer[] = [];
        for await (const chunk of request) {
            chunks.push(chunk as Buffer);
        }
        const path = decodeURIComponent(String(request.url).split("?")[0]);
        const line = `${request.method} ${path}`;
        this.requests.push(line);
        const refusal = this.refusals.find((each) => line.includes(each.request) && each.times !== 0);
        if (refusal) {
            refusal.times = refusal.times === undefined ? undefined : refusal.times - 1;
            const { status, body = { error: { code: status, message: `scripted ${status}`, status: "SCRIPTED" } } } =
                refusal;
            response.setHeader("Content-Type", typeof body === "string" ? "text/html" : "application/json");
            response.writeHead(status, refusal.retryAfter === undefined ? {} : { "Retry-After": refusal.retryAfter });
            response.end(typeof body === "string" ? body : JSON.stringify(body));
            return;
        }
        response.setHeader("Content-Type", "application/json");
        try {
            if (request.headers.authorization !== `Bearer ${this.token}`) {
                throw new Refused(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
            }
            const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, never>;
            response.end(JSON.stringify(this.handle(line, body)));
        } catch (error) {
            const { status = 500, reason = "INTERNAL", message, details } = error as Refused;
            response
                .writeHead(status)
                .end(JSON.stringify({ error: { code: status, message, status: reason, details } }));
        }
    }

    private handle(line: string, body: Record<string, never>): object {
        const routes: [RegExp, (...parts: string[]) => object][] = [
            [/^POST \/v1\/projects\/([^/:]+)\/serviceAccounts$/, (project) => this.createAccount(project, body)],
            [
                /^(GET|PATCH|DELETE) \/v1\/(projects\/[^/]+\/serviceAccounts\/[^/:]+)$/,
                (method, name) => this.account(method, this.fullName(name), body),
            ],
            [
                /^POST \/v1\/(projects\/[^/]+\/serviceAccounts\/[^/:]+):(enable|disable)$/,
                (name, verb) =>
                    this.account("PATCH", this.fullName(name), { serviceAccount: { disabled: verb === "disable" } }),
            ],
            [
                /^POST \/v1\/(projects\/[^/]+\/serviceAccounts\/[^/]+)\/keys$/,
                (name) => this.createKey(this.fullName(name)),
            ],
            [
                /^(GET|DELETE) \/v1\/(projects\/[^/]+\/serviceAccounts\/[^/]+\/keys\/[^/]+)$/,
                (method, name) => this.key(method, name),
            ],
            [/^POST \/v1\/projects\/([^/]+):getIamPolicy$/, (project) => this.policy(project)],
            [
                /^POST \/v1\/projects\/([^/]+):setIamPolicy$/,
                (project) => this.setPolicy(project, (body as { policy: never }).policy),
            ],
        ];
        for (const [pattern, handle] of routes) {
            const [matched, ...parts] = pattern.exec(line) ?? [];
            if (matched !== undefined) {
                return handle(...parts);
            }
        }
        throw new Refused(404, "NOT_FOUND", `Method not found: ${line}`);
    }

    private createAccount(
        projectId: string,
        { accountId, serviceAccount }: { accountId?: string; serviceAccount?: object },
    ): object {
        this.policy(projectId);
        const email = `${accountId}@${projectId}.iam.gserviceaccount.com`;
        const name = `projects/${projectId}/serviceAccounts/${email}`;
        if (this.accounts.has(name)) {
            throw new Refused(
                409,
                "ALREADY_EXISTS",
                `Service account ${accountId} already exists within project projects/${projectId}.`,
            );
        }
        const made = {
            name,
            projectId,
            uniqueId: String(100000 + this.accounts.size),
            email,
            etag: "MDEwMjE5MjA=",
            oauth2ClientId: "1",
            ...serviceAccount,
        };
        this.accounts.set(name, made);
        this.unknownFor.set(name, this.lag);
        return made;
    }

    private account(method: string, name: string, { serviceAccount }: { serviceAccount?: object }): object {
        const account = this.known(name);
        if (method === "PATCH") {
            Object.assign(account, serviceAccount);
        }
        if (method === "DELETE") {
            this.accounts.delete(name);
            [...this.keys.keys()].filter((key) => key.startsWith(`${name}/`)).forEach((key) => this.keys.delete(key));
            return {};
        }
        return account;
    }

    private createKey(name: string): object {
        const { email, projectId } = this.known(name);
        if ([...this.keys.keys()].filter((key) => key.startsWith(`${name}/`)).length >= 10) {
            const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "86401s" };
            throw new Refused(429, "RESOURCE_EXHAUSTED", "Maximum number of keys on account reached.", [retry]);
        }
        const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const id = randomBytes(20).toString("hex");
        const pem = privateKey.export({ type: "pkcs8", format: "pem" });
        const file = {
            type: "service_account",
            project_id: projectId,
            private_key_id: id,
            private_key: pem,
            client_email: email,
            token_uri: "https://oauth2.googleapis.com/token",
        };
        const made = {
            name: `${name}/keys/${id}`,
            keyAlgorithm: "KEY_ALG_RSA_2048",
            keyOrigin: "GOOGLE_PROVIDED",
            keyType: "USER_MANAGED",
            validAfterTime: "2025-01-01T00:00:00Z",
            validBeforeTime: "9999-12-31T23:59:59Z",
        };
        this.keys.set(made.name, {
            ...made,
            publicKeyData: Buffer.from(publicKey.export({ type: "spki", format: "pem" })).toString("base64"),
        });
        return {
            ...made,
            privateKeyType: "TYPE_GOOGLE_CREDENTIALS_FILE",
            privateKeyData: Buffer.from(JSON.stringify(file, undefined, 2)).toString("base64"),
        };
    }

    private key(method: string, name: string): object {
        const key = this.keys.get(name);
        if (key === undefined) {
            throw new Refused(404, "NOT_FOUND", `Service account key ${name.split("/").at(-1)} does not exist.`);
        }
        return method === "DELETE" && this.keys.delete(name) ? {} : key;
    }

    private policy(project: string): Policy {
        const policy = this.policies.get(project);
        if (policy === undefined) {
            throw new Refused(404, "NOT_FOUND", `Unknown project id: ${project}`);
        }
        return policy;
    }

    private setPolicy(project: string, policy: Policy): object {
        this.beforeSet();
        const { etag } = this.policy(project);
        if (policy.etag !== etag) {
            throw new Refused(
                409,
                "ABORTED",
                "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
            );
        }
        for (const member of policy.bindings
            .flatMap(({ members }) => members)
            .filter((each) => each.startsWith("serviceAccount:"))) {
            const email = member.slice("serviceAccount:".length);
            try {
                this.known(`projects/${email.split(/[@.]/)[1]}/serviceAccounts/${email}`);
            } catch {
                throw new Refused(400, "INVALID_ARGUMENT", `Service account ${email} does not exist.`);
            }
        }
        const written = { ...policy, etag: `v${Number(etag.slice(1)) + 1}` };
        this.policies.set(project, written);
        return written;
    }

    private known(name: string): Record<string, unknown> {
        const unknownFor = this.unknownFor.get(name) ?? 0;
        this.unknownFor.set(name, Math.max(0, unknownFor - 1));
        const account = unknownFor > 0 ? undefined : this.accounts.get(name);
        if (account === undefined) {
            throw new Refused(404, "NOT_FOUND", "Unknown service account");
        }
        return account;
    }

    /** `-` stands for whatever project the account is in. */
    private fullName(name: string): string {
        return name.replace(/^projects\/-\/(.*@([^.]+)\..*)$/, "projects/$2/$1");
    }
}
