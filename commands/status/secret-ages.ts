import { type Deployment } from "../interrupted-update/recorded-state";

/** A secret that the program generated. */
export interface SecretAge {
    /** Its name in the setting `generations`. */
    name: string;
    /** Its generation number now. */
    generation: number;
    /** Whole days since it was generated. */
    days: number;
}

/** The resource that each of them is. */
const resources: Record<string, string> = {
    "airflow-secrets-admin-password": "adminPassword",
    "fernet-key": "fernetKey",
    "backup-key": "backupKey",
    "airflow-secrets-jwt": "jwtSecret",
    "worker-secrets-jwt-key": "jwtPrivateKey",
    "worker-secrets": "workerSecret",
    "airflow-secrets-api": "apiSecretKey",
    "ssh-keys-client": "sshKeys",
    "postgres-password": "postgresPassword",
    "metadata-password": "metaDatabasePassword",
    "metadata-read-only-password": "metaDatabaseReadOnlyPassword",
    "analytics-password": "analyticsPassword",
    "analytics-read-only-password": "analyticsReadOnlyPassword",
    "bigquery-credentials": "bigqueryCredentials",
    "proxy-tls-key": "tlsKeys",
    "postgres-tls-key": "tlsKeys",
    "certificate-authority-key": "certificateAuthority",
};

const types = /^(random:index\/randomPassword:|tls:index\/privateKey:|gcp:serviceaccount\/key:)/i;

/** The generated secrets in a state, by the names that `generations` has for them; never their values. */
export function secretAges({ resources: found = [] }: Deployment, now: Date): SecretAge[] {
    const ages = found.flatMap(({ urn, type, created, replacementTrigger }) => {
        const name = resources[urn.split("::").at(-1) as string];
        if (name === undefined || created === undefined || !types.test(type)) {
            return [];
        }
        const days = Math.floor((now.getTime() - Date.parse(created)) / 86_400_000);
        return [{ name, generation: Number(replacementTrigger ?? 1), days: Math.max(days, 0) }];
    });
    // Two servers have a key of one generation.
    return [...new Map(ages.map((age) => [age.name, age])).values()];
}
