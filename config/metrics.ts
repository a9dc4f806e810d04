import { type SettingsReader } from "./reader";
import { refuseSetTwice } from "./set-twice";
import { BadValue } from "./values";

/** Airflow's options that the setting sets. Without it they are the user's own. */
const options = [
    "AIRFLOW__METRICS__OTEL_ON",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_PROTOCOL",
    "OTEL_METRIC_EXPORT_INTERVAL",
    "OTEL_SERVICE_NAME",
];

/** Address of the collector that gets Airflow's metrics; undefined: none are sent. */
export function readMetricsEndpoint(reader: SettingsReader): string | undefined {
    const endpoint = reader.optional("metricsEndpoint", collector);
    if (endpoint !== undefined) {
        refuseSetTwice(reader, Object.fromEntries(options.map((name) => [name, "metricsEndpoint"])));
    }
    return endpoint;
}

function collector(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
    if (!isPlain || url.username !== "" || url.password !== "") {
        throw new BadValue(
            "it is no address of a collector: write http://<host>:4318, without a user, and put a token into airflowVariables.OTEL_EXPORTER_OTLP_HEADERS",
        );
    }
    return text.replace(/\/$/, "");
}
