import { type AirflowRuntimeArgs } from "./airflow-runtime-args";
import { executorOptions } from "./executors";
import { gitDags } from "./git-dags";
import { metricsEnvironment } from "./metrics";

/** The environment variables of all of Airflow's programs; none is secret. */
export function airflowEnvironment(args: AirflowRuntimeArgs): AirflowRuntimeArgs["variables"]["plain"] {
    const executors = executorOptions(args);
    return {
        ...executors.defaults,
        ...args.variables.plain,
        ...executors.fixed,
        ...gitDags(args.dags).environment,
        ...metricsEnvironment(args.metricsEndpoint),
        ...(args.baseUrl && { AIRFLOW__API__BASE_URL: args.baseUrl }),
        AIRFLOW__CORE__DEFAULT_TIMEZONE: args.timezone,
        AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://${args.apiServer}:8080/execution/`,
    };
}
