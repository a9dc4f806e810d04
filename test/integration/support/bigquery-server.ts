import { createPublicKey, generateKeyPairSync, randomUUID, verify } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** A row as it was uploaded. */
export type Row = Record<string, string | number | null>;

interface LoadConfiguration {
    destinationTable: { datasetId: string; tableId: string };
    schema: { fields: { name: string; type: string }[] };
    sourceFormat: string;
    writeDisposition: string;
}

interface Job {
    jobReference: object;
    configuration: { load: LoadConfiguration };
    status: { state: string; errorResult?: { reason: string; message: string } };
    statistics?: { load: { outputRows: string } };
}

const isOfType: Record<string, (value: unknown) => boolean> = {
    STRING: (value) => typeof value === "string",
    INTEGER: (value) => Number.isInteger(value),
    FLOAT: (value) => typeof value === "number",
    TIMESTAMP: (value) =>
        typeof value === "string" && /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?\+\d\d(:\d\d)?$/.test(value),
};

/**
 * As much of BigQuery's REST API as a load job takes: tokens for a service account's key, datasets, resumable uploads, jobs. It
 * checks what BigQuery would: signature and token, that the rows fit the schema. Written after
 * https://cloud.google.com/bigquery/docs/reference/api-uploads; it is no proof that Google agrees.
 */
export class BigQueryServer {
    /** Dataset → its location. */
    public readonly datasets = new Map<string, string | undefined>();
    /** `dataset.table` → rows. */
    public readonly tables = new Map<string, Row[]>();
    /** Requests that it answers with 503 before it does as it should, by method. */
    public readonly busyOnce = new Set<string>();
    /** Tables whose next load job fails. */
    public readonly failing = new Set<string>();
    private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
    private readonly token = randomUUID();
    private readonly uploads = new Map<string, { job: Job; data: Buffer }>();
    private readonly jobs = new Map<string, Job>();
    private readonly server: Server;

    private constructor(
        private readonly host: string,
        public readonly project: string,
    ) {
        this.server = createServer((request, response) => {
            this.answer(request, response).catch((error: Error) =>
                json(response, 400, { error: { code: 400, message: error.message } }),
            );
        });
    }

    /** Listens on all addresses; `host` is the one by which containers reach this machine. */
    public static async start(host: string, project: string): Promise<BigQueryServer> {
        const server = new BigQueryServer(host, project);
        await new Promise<void>((resolve) => server.server.listen(0, resolve));
        return server;
    }

    public get url(): string {
        return `http://${this.host}:${(this.server.address() as AddressInfo).port}`;
    }

    /** The JSON of a service account's key that this server accepts. */
    public get key(): string {
        return JSON.stringify({
            type: "service_account",
            project_id: this.project,
            private_key_id: "test",
            private_key: this.keys.privateKey.export({ type: "pkcs8", format: "pem" }),
            client_email: `airflow@${this.project}.iam.gserviceaccount.com`,
            token_uri: `${this.url}/token`,
        });
    }

    public async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const body = await read(request);
        const { pathname, searchParams } = new URL(request.url ?? "", this.url);
        const [method, path] = [request.method ?? "", pathname.replace(`/bigquery/v2/projects/${this.project}`, "")];
        if (path === "/token") {
            return this.giveToken(new URLSearchParams(body.toString()).get("assertion") ?? "", response);
        }
        if (request.headers.authorization !== `Bearer ${this.token}`) {
            return json(response, 401, { error: { code: 401, message: "no such token" } });
        }
        if (this.busyOnce.delete(method)) {
            return json(response, 503, { error: { code: 503, message: "busy", errors: [{ reason: "backendError" }] } });
        }
        if (method === "POST" && path === "/datasets") {
            return this.makeDataset(body, response);
        }
        if (method === "GET" && path.startsWith("/datasets/")) {
            return json(response, 200, {
                datasetReference: { projectId: this.project, datasetId: path.split("/")[2] },
            });
        }
        if (method === "POST" && path === "/upload/jobs" && searchParams.get("uploadType") === "resumable") {
            const id = randomUUID();
            this.uploads.set(id, { job: JSON.parse(body.toString()) as Job, data: Buffer.alloc(0) });
            response.setHeader("Location", `${this.url}/uploads/${id}`);
            return json(response, 200, {});
        }
        if (method === "PUT" && path.startsWith("/uploads/")) {
            return this.takePart(path.split("/")[2], request.headers["content-range"] ?? "", body, response);
        }
        if (method === "GET" && path.startsWith("/jobs/")) {
            const job = this.jobs.get(path.split("/")[2]);
            return job
                ? json(response, 200, job)
                : json(response, 404, { error: { code: 404, message: "no such job" } });
        }
        throw new Error(`not known here: ${method} ${path}`);
    }

    private giveToken(assertion: string, response: ServerResponse): void {
        const [head, claims, signature] = assertion.split(".");
        const signed = verify(
            "RSA-SHA256",
            Buffer.from(`${head}.${claims}`),
            createPublicKey(this.keys.publicKey.export({ type: "spki", format: "pem" })),
            Buffer.from(signature, "base64url"),
        );
        json(
            response,
            signed ? 200 : 401,
            signed ? { access_token: this.token, expires_in: 3600, token_type: "Bearer" } : { error: "invalid_grant" },
        );
    }

    private makeDataset(body: Buffer, response: ServerResponse): void {
        const dataset = JSON.parse(body.toString()) as { datasetReference: { datasetId: string }; location?: string };
        const { datasetId } = dataset.datasetReference;
        if (this.datasets.has(datasetId)) {
            return json(response, 409, {
                error: { code: 409, message: "Already Exists", errors: [{ reason: "duplicate" }] },
            });
        }
        this.datasets.set(datasetId, dataset.location);
        json(response, 200, dataset);
    }

    /** One part of an upload; the client says in `Content-Range` where it belongs, and at the end how long all of it is. */
    private takePart(id: string, range: string, body: Buffer, response: ServerResponse): void {
        const upload = this.uploads.get(id);
        const [, from, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(range) ?? [];
        if (upload === undefined || (from !== undefined && Number(from) !== upload.data.length)) {
            throw new Error(`a part that does not fit: ${range}`);
        }
        upload.data = Buffer.concat([upload.data, body]);
        if (total !== String(upload.data.length)) {
            response.setHeader("Range", `bytes=0-${upload.data.length - 1}`);
            return json(response, 308, {});
        }
        const job = this.load(upload.job, upload.data);
        this.jobs.set((job.jobReference as { jobId: string }).jobId, job);
        // As BigQuery does, it says that the job runs, and that it is done only when it is asked.
        json(response, 200, { ...job, status: { state: "RUNNING" }, statistics: undefined });
    }

    private load(job: Job, data: Buffer): Job {
        const { destinationTable, schema, sourceFormat, writeDisposition } = job.configuration.load;
        const name = `${destinationTable.datasetId}.${destinationTable.tableId}`;
        const rows = data
            .toString()
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => JSON.parse(line) as Row);
        const wrong = rows.find((row) =>
            schema.fields.some(({ name: field, type }) => row[field] !== null && !isOfType[type]?.(row[field])),
        );
        const message = this.failing.delete(name)
            ? "told to fail"
            : wrong
              ? `does not fit the schema: ${JSON.stringify(wrong)}`
              : "";
        if (
            message !== "" ||
            !this.datasets.has(destinationTable.datasetId) ||
            sourceFormat !== "NEWLINE_DELIMITED_JSON" ||
            writeDisposition !== "WRITE_TRUNCATE"
        ) {
            return {
                ...job,
                status: { state: "DONE", errorResult: { reason: "invalid", message: `${name}: ${message}` } },
            };
        }
        this.tables.set(name, rows);
        return { ...job, status: { state: "DONE" }, statistics: { load: { outputRows: String(rows.length) } } };
    }
}

async function read(request: IncomingMessage): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of request) {
        parts.push(part as Buffer);
    }
    return Buffer.concat(parts);
}

function json(response: ServerResponse, code: number, content: object): void {
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(content));
}
