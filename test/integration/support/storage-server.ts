import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { gatewayOfDefaultNetwork } from "./docker-gateway";

/**
 * As much of Google Cloud Storage's JSON API as logs take: lists, whole and partial downloads, and uploads in one request
 * (https://cloud.google.com/storage/docs/json_api/v1/objects). It is no proof that Google agrees.
 */
export class StorageServer {
    /** Name → content, of the only bucket. */
    public readonly objects = new Map<string, string>();
    private server: Server | undefined;
    private port = 0;

    private constructor(
        private readonly host: string,
        private readonly bucket: string,
        private readonly accepts: (token: string) => boolean,
    ) {}

    /**
     * Serves one bucket to this machine and its containers.
     *
     * @param accepts whether an access token may read and write
     */
    public static async start(bucket: string, accepts: (token: string) => boolean): Promise<StorageServer> {
        const storage = new StorageServer(await gatewayOfDefaultNetwork(), bucket, accepts);
        await storage.resume();
        return storage;
    }

    public get url(): string {
        return `http://${this.host}:${this.port}`;
    }

    /** Nothing answers at its address from now on. */
    public async stop(): Promise<void> {
        this.server?.closeAllConnections();
        await new Promise<unknown>((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
        this.server = undefined;
    }

    /** Answers again at the same address, with the same objects. */
    public async resume(): Promise<void> {
        await this.stop();
        const server = createServer((request, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk: Buffer) => chunks.push(chunk));
            request.on("end", () => this.answer(request, Buffer.concat(chunks), response));
        });
        await new Promise<void>((resolve) => server.listen(this.port, "0.0.0.0", resolve));
        this.port = (server.address() as AddressInfo).port;
        this.server = server;
    }

    private answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
        const { pathname, searchParams } = new URL(request.url ?? "", this.url);
        const [, kind, name] = new RegExp(`^(/download|/upload|)/storage/v1/b/${this.bucket}/o(?:/(.+))?$`).exec(
            pathname,
        ) ?? [undefined, "none"];
        if (!this.accepts(String(request.headers.authorization).replace("Bearer ", ""))) {
            return fail(response, 401, "Invalid Credentials");
        }
        const line = `${request.method} ${kind}`;
        if (line === "GET " && name === undefined) {
            return this.list(searchParams.get("prefix") ?? "", response);
        }
        if (line === "GET /download" && name !== undefined) {
            return this.download(decodeURIComponent(name), request.headers.range, response);
        }
        if (line === "POST /upload" && searchParams.get("uploadType") === "multipart") {
            return this.upload(String(request.headers["content-type"]), body.toString(), response);
        }
        fail(response, 404, `not known here: ${request.method} ${request.url}`);
    }

    private list(prefix: string, response: ServerResponse): void {
        const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix)).sort();
        json(response, 200, { kind: "storage#objects", items: names.map((name) => ({ name, bucket: this.bucket })) });
    }

    private download(name: string, range: string | undefined, response: ServerResponse): void {
        const content = this.objects.get(name);
        if (content === undefined) {
            response.writeHead(404).end(`No such object: ${this.bucket}/${name}`);
            return;
        }
        const bytes = Buffer.from(content);
        const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
        if (first === undefined) {
            response.writeHead(200).end(bytes);
        } else if (Number(first) >= bytes.length) {
            response.writeHead(416, { "Content-Range": `bytes */${bytes.length}` }).end();
        } else {
            const part = bytes.subarray(Number(first), last ? Number(last) + 1 : undefined);
            const end = Number(first) + part.length - 1;
            response.writeHead(206, { "Content-Range": `bytes ${first}-${end}/${bytes.length}` }).end(part);
        }
    }

    /** The parts: what is to be known of the object, and its content. */
    private upload(type: string, body: string, response: ServerResponse): void {
        const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
        const [about, content] = body
            .split(`--${boundary}`)
            .slice(1, 3)
            .map((part) => part.slice(part.indexOf("\r\n\r\n") + 4, -2));
        const { name } = JSON.parse(about) as { name: string };
        this.objects.set(name, content);
        json(response, 200, { kind: "storage#object", name, bucket: this.bucket });
    }
}

function json(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, message: string): void {
    json(response, status, { error: { code: status, message } });
}
