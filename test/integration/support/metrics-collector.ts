import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { Root } from "protobufjs";
import { gatewayOfDefaultNetwork } from "./docker-gateway";

/** As much of OTLP's `ExportMetricsServiceRequest` as metrics' names take (opentelemetry-proto, metrics/v1/metrics.proto). */
const otlp = Root.fromJSON({
    nested: {
        Sum: { fields: { isMonotonic: { type: "bool", id: 3 } } },
        Ignored: { fields: {} },
        Metric: {
            fields: {
                name: { type: "string", id: 1 },
                unit: { type: "string", id: 3 },
                gauge: { type: "Ignored", id: 5 },
                sum: { type: "Sum", id: 7 },
                histogram: { type: "Ignored", id: 9 },
            },
        },
        Scope: { fields: { metrics: { rule: "repeated", type: "Metric", id: 2 } } },
        Resource: { fields: { scopes: { rule: "repeated", type: "Scope", id: 2 } } },
        Request: { fields: { resources: { rule: "repeated", type: "Resource", id: 1 } } },
    },
}).lookupType("Request");

interface Metric {
    name: string;
    unit: string;
    sum?: { isMonotonic: boolean };
    histogram?: object;
}

/**
 * A collector of OpenTelemetry that keeps the names of the metrics that containers send, as Prometheus would have them. Airflow's
 * histograms are exponential ones, which are one native histogram there; the classic ones would be three metrics.
 */
export class MetricsCollector {
    /** For example `airflow_scheduler_heartbeat_total`. */
    public readonly names = new Set<string>();

    private constructor(
        private readonly server: Server,
        private readonly host: string,
    ) {}

    public static async start(): Promise<MetricsCollector> {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
        const collector = new MetricsCollector(server, await gatewayOfDefaultNetwork());
        server.on("request", (request, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk: Buffer) => chunks.push(chunk));
            request.on("end", () => {
                if (request.url === "/v1/metrics") {
                    collector.take(Buffer.concat(chunks));
                }
                response.writeHead(request.url === "/v1/metrics" ? 200 : 404).end();
            });
        });
        return collector;
    }

    public get url(): string {
        return `http://${this.host}:${(this.server.address() as AddressInfo).port}`;
    }

    public async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private take(body: Buffer): void {
        const { resources } = otlp.decode(body) as unknown as { resources: { scopes: { metrics: Metric[] }[] }[] };
        const metrics = resources.flatMap(({ scopes }) => scopes.flatMap((scope) => scope.metrics));
        for (const { name, unit, sum, histogram } of metrics) {
            const translated = name.replace(/[^A-Za-z0-9_]/g, "_") + (unit === "ms" ? "_milliseconds" : "");
            const endings = histogram ? ["_sum", "_count", "_bucket"] : [sum?.isMonotonic ? "_total" : ""];
            endings.forEach((ending) => this.names.add(`${translated}${ending}`));
        }
    }
}
