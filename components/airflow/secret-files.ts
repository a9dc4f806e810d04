import type * as pulumi from "@pulumi/pulumi";

/** Secrets that Airflow's containers read from files. */
export interface AirflowSecretValues {
    /** `[core] fernet_key`. */
    fernetKey: pulumi.Input<string>;
    /** `[api] secret_key`. */
    apiSecretKey: pulumi.Input<string>;
    /** `[api_auth] jwt_secret` of a stack without workers. */
    jwtSecret: pulumi.Input<string>;
    /** `[api_auth] jwt_private_key_path` of a stack with workers, in PEM format. */
    jwtPrivateKey?: pulumi.Input<string>;
    /** `[api_auth] jwt_secret` of a stack with workers, who hold it. */
    workerSecret?: pulumi.Input<string>;
    /** The admin user's password. */
    adminPassword: pulumi.Input<string>;
    /** Encrypts the Fernet key in backups. */
    backupKey: pulumi.Input<string>;
}

/** A secret by its name. */
export type AirflowSecretName = keyof AirflowSecretValues;

/** The file in a container that holds each of them; `airflow.cfg` reads these with `…_cmd`. */
export const secretFiles: Record<AirflowSecretName, string> = {
    fernetKey: "/run/secrets/fernet_key",
    apiSecretKey: "/run/secrets/api_secret_key",
    jwtSecret: "/run/secrets/jwt_secret",
    jwtPrivateKey: "/run/secrets/jwt_private_key.pem",
    workerSecret: "/run/secrets/jwt_secret",
    adminPassword: "/run/secrets/admin_password",
    backupKey: "/run/secrets/backup_key",
};

/** What signs and checks the tokens of users and tasks. */
export function tokenKey(hasWorkers: boolean): AirflowSecretName {
    return hasWorkers ? "jwtPrivateKey" : "jwtSecret";
}

/** These secrets as files in a container. */
export function filesOf(values: AirflowSecretValues, names: AirflowSecretName[]): Record<string, pulumi.Input<string>> {
    // Those that only a stack with workers has are asked for by such a stack alone.
    return Object.fromEntries(names.map((name) => [secretFiles[name], values[name] as pulumi.Input<string>]));
}

/** Options of Airflow that say where one of these is, in place of `airflow.cfg`. */
export function pathsOf(names: AirflowSecretName[]): Record<string, string> {
    return names.includes("jwtPrivateKey")
        ? { AIRFLOW__API_AUTH__JWT_PRIVATE_KEY_PATH: secretFiles.jwtPrivateKey }
        : {};
}
