/**
 * Whether a variable is an option of Airflow, as if it were in `airflow.cfg`, or of the OpenTelemetry in it. Any of Airflow's programs and
 * jobs may read any of them.
 */
export function isAirflowOption(name: string): boolean {
    return /^(AIRFLOW__|OTEL_)/.test(name);
}
