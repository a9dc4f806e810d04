import { containerRule } from "../container-rule";

/** Without a health check, an update ends green over a service that answers nobody. Only a job, which ends, needs none. */
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
        const mend =
            "Make it with Service (components/container/service.ts) and give that a healthCheck; what runs to its end is a Job";
        return [
            {
                wrong:
                    how === "NONE"
                        ? "is a service whose health check is turned off"
                        : "is a service without a health check",
                mend,
            },
        ];
    },
);
