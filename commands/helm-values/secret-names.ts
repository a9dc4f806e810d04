import { basename } from "node:path";
import { secretFiles } from "../../components/airflow/secret-files";
import { type DeployedContainer, type DeployedStack } from "./deployed-stack";

/** Names of the Secrets for what the chart itself asks for. */
export function secretNames({ suffix }: Pick<DeployedStack, "suffix">) {
    return {
        fernetKey: `${suffix}-fernet-key`,
        apiSecretKey: `${suffix}-api-secret-key`,
        jwtSecret: `${suffix}-jwt-secret`,
        metadata: `${suffix}-metadata`,
    };
}

/** Name of the Secret with the files of one container. */
export function filesName({ suffix }: Pick<DeployedStack, "suffix">, role: string): string {
    return `${suffix}-${role}-files`;
}

/** Airflow's programs and its migration in the stack, and what the chart calls them. */
export const components = {
    "airflow-apiserver": "apiServer",
    "airflow-scheduler": "scheduler",
    "airflow-dag-processor": "dagProcessor",
    "airflow-triggerer": "triggerer",
    "airflow-init": "migrateDatabaseJob",
} as const;

/** What the chart hands over in environment variables. The admin user is in the database already. */
const byTheChart = ["/run/secrets/sql_alchemy_conn", ...Object.values(secretFiles)];

/** The files of a container that a Secret brings, by their names in it. */
export function mountedFiles({ files }: DeployedContainer): Record<string, { path: string; content: string }> {
    const mounted = Object.entries(files).filter(([path]) => !byTheChart.includes(path));
    return Object.fromEntries(mounted.map(([path, content]) => [basename(path), { path, content }]));
}
