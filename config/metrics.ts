import { type SettingsReader } from "./reader";
import { BadValue } from "./values";

/** What the setting sets, as variables. Without it they are the user's own. */
const variables = [
    "AIRFLOW__METRICS__OTEL_ON",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_PROTOCOL",
    "OTEL_METRIC_EXPORT_INTERVAL",
    "OTEL_SERVICE_NAME",
];

/** Address of the collector that gets Airflow's metrics; undefined: none are sent. */
export function readMetricsEndpoint(reader: SettingsReader): string | undefined {
    const endpoint = reader.optional("metricsEndpoint", collector);
    const twice = reader.namesIn("variables").filter((name) => variables.includes(name));
    for (const name of endpoint === undefined ? [] : twice) {
        reader.refuse(
            "variables",
            `${name} is set by the setting metricsEndpoint`,
            `pulumi config rm --path variables.${name}`,
        );
    }
    return endpoint;
}

function collector(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
    if (!isPlain || url.username !== "" || url.password !== "") {
        throw new BadValue(
            "it is no address of a collector: write http://<host>:4318, without a user, and put a token into variables.OTEL_EXPORTER_OTLP_HEADERS",
        );
    }
    return text.replace(/\/$/, "");
}
