import { containerRule } from "../container-rule";

/** Without a health check, an update succeeds although a service does not answer. A job, which runs to its end, needs none. */
export const healthCheck = containerRule(
    "health-check",
    "Every service has a health check.",
    ({ labels, restart, healthcheck }) => {
        const kind = labels?.find(({ label }) => label === "airflow-dbt.kind")?.value;
        const isJob = kind === "job" && (restart === undefined || restart === "no");
        const [how, ...command] = healthcheck?.tests ?? [];
        if (isJob || ((how === "CMD" || how === "CMD-SHELL") && command.length > 0)) {
            return [];
        }
        const fix =
            "Use Service (components/docker/service.ts) with a healthCheck; for a container that runs to its end, use Job";
        return [
            {
                wrong:
                    how === "NONE"
                        ? "is a service whose health check is disabled"
                        : "is a service without a health check",
                fix,
            },
        ];
    },
);
