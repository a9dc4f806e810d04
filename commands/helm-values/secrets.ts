import { secretFiles } from "../../components/airflow/secret-files";
import { type DeployedStack } from "./deployed-stack";
import { components, filesName, mountedFiles, secretNames } from "./secret-names";

/** A Secret of Kubernetes, in its own words. */
export interface KubernetesSecret {
    apiVersion: "v1";
    kind: "Secret";
    metadata: { name: string };
    type: "Opaque";
    stringData: Record<string, string>;
}

/** The stack's keys, its database's login and the files of its containers, as Secrets that the values and dbt's Deployment name. */
export function secrets(stack: DeployedStack): KubernetesSecret[] {
    const { "airflow-apiserver": apiServer, "airflow-scheduler": scheduler } = stack.containers;
    const names = secretNames(stack);
    const files = [...Object.keys(components), "dbt"].flatMap((role) => {
        const mounted = Object.entries(mountedFiles(stack.containers[role]));
        const content = Object.fromEntries(mounted.map(([name, file]) => [name, file.content]));
        return mounted.length > 0 ? [secret(filesName(stack, role), content)] : [];
    });
    return [
        secret(names.fernetKey, { "fernet-key": scheduler.files[secretFiles.fernetKey] }),
        secret(names.apiSecretKey, { "api-secret-key": apiServer.files[secretFiles.apiSecretKey] }),
        secret(names.jwtSecret, { "jwt-secret": scheduler.files[secretFiles.jwtSecret] }),
        secret(names.metadata, connections(scheduler.files["/run/secrets/sql_alchemy_conn"])),
        ...files,
    ];
}

/** Airflow also connects asynchronously, with the driver that `airflow.cfg` says: asyncpg refuses the query of an address. */
function connections(uri: string): Record<string, string> {
    const driver = uri.includes("?") ? "psycopg" : "asyncpg";
    return { connection: uri, "connection-async": uri.replace(/^postgresql[^:]*:/, `postgresql+${driver}:`) };
}

function secret(name: string, stringData: Record<string, string>): KubernetesSecret {
    return { apiVersion: "v1", kind: "Secret", metadata: { name }, type: "Opaque", stringData };
}
