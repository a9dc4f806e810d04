import { type AirflowOptions } from "./airflow-options";
import { type AirflowPackages } from "./airflow-packages";
import { type DeployedStack } from "./deployed-stack";
import { imageIn } from "./image-in";
import { components, secretNames } from "./secret-names";
import { volumesOf } from "./volumes";

/** What of the checkout is in the Airflow image. */
export interface AirflowImage {
    packages: AirflowPackages;
    /** Those of `airflow.cfg`. The chart puts a file of its own in its place. */
    options: AirflowOptions;
}

/** Addresses of the stack, of which the cluster has its own, and who may say where a request comes from. */
const ofTheStack = ["AIRFLOW__CORE__EXECUTION_API_SERVER_URL", "AIRFLOW__API__BASE_URL", "FORWARDED_ALLOW_IPS"];

/** Values of the official chart for a stack: https://airflow.apache.org/docs/helm-chart/stable/parameters-ref.html. None is secret. */
export function chartValues(stack: DeployedStack, registry: string, { packages, options }: AirflowImage): object {
    const names = secretNames(stack);
    const { "airflow-apiserver": apiServer, "airflow-scheduler": scheduler } = stack.containers;
    const common = environment(scheduler.environment);
    const commonNames = common.map(({ name }) => name);
    const own = environment(apiServer.environment).filter(({ name }) => !commonNames.includes(name));
    const programs = Object.fromEntries(
        Object.entries(components).map(([role, component]) => [component, program(stack, role)]),
    );
    return {
        airflowVersion: packages.version,
        executor: packages.executor,
        images: {
            airflow: imageIn(registry, stack.images.airflow),
            pod_template: imageIn(registry, stack.images.airflow),
        },
        fernetKeySecretName: names.fernetKey,
        apiSecretKeySecretName: names.apiSecretKey,
        jwtSecretName: names.jwtSecret,
        data: { metadataSecretName: names.metadata },
        secret: [
            {
                envName: "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC",
                secretName: names.metadata,
                secretKey: "connection-async",
            },
        ],
        // DAGs are not to log in to Airflow's own database.
        enableBuiltInSecretEnvVars: { AIRFLOW_CONN_AIRFLOW_DB: false },
        env: common,
        config: options,
        ...programs,
        apiServer: { ...programs.apiServer, env: own },
        ...(packages.executor === "KubernetesExecutor"
            ? { workers: files(stack, "airflow-scheduler") }
            : { scheduler: { ...programs.scheduler, terminationGracePeriodSeconds: 600 } }),
        // The database is the stack's, with its users in it.
        postgresql: { enabled: false },
        webserver: { defaultUser: { enabled: false } },
        statsd: { enabled: false },
    };
}

/** What differs from the chart's: files, and what the chart's own image has and this one does not. */
function program(stack: DeployedStack, role: string): object {
    const name = role.replace("airflow-", "");
    const probe = { command: ["/usr/local/bin/probe", name] };
    return {
        ...files(stack, role),
        ...(["scheduler", "dag-processor", "triggerer"].includes(name) && {
            livenessProbe: probe,
            logGroomerSidecar: { enabled: false },
        }),
        ...(name === "scheduler" && { startupProbe: probe }),
    };
}

function files(stack: DeployedStack, role: string): object {
    const { volumes, mounts } = volumesOf(stack, role);
    return volumes.length > 0 ? { extraVolumes: volumes, extraVolumeMounts: mounts } : {};
}

function environment(variables: Record<string, string>): { name: string; value: string }[] {
    return Object.entries(variables)
        .filter(([name]) => !ofTheStack.includes(name))
        .map(([name, value]) => ({ name, value }));
}
