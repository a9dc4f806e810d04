/**
 * The environment of Airflow's programs that makes them send metrics, as OpenTelemetry's specification names it
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Metrics of tasks come from the scheduler, which runs them.
 *
 * @param endpoint address of a collector that takes OTLP over HTTP; undefined: no metrics are sent
 */
export function metricsEnvironment(endpoint: string | undefined): Record<string, string> {
    return endpoint === undefined
        ? {}
        : {
              AIRFLOW__METRICS__OTEL_ON: "True",
              OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
              OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
              OTEL_METRIC_EXPORT_INTERVAL: "15000",
              OTEL_SERVICE_NAME: "airflow",
          };
}
