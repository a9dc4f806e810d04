import { type Deployment, type RecordedResource } from "../../../commands/interrupted-update/recorded-state";

/** Content of each secret file of the stack below: its path, and the container that has it. */
export const secretOf = (role: string, path: string) => `secret of ${role} in ${path}`;

const uri = "postgresql+psycopg2://airflow:metadata-password@db.example.com:5432/airflow";

/** What the containers are given, by their names without the suffix. */
const files: Record<string, string[]> = {
    "airflow-apiserver": ["fernet_key", "jwt_secret", "api_secret_key", "single_sign_on.json"],
    "airflow-scheduler": ["fernet_key", "jwt_secret", "variables.env", "bigquery_credentials.json"],
    "airflow-dag-processor": ["fernet_key", "variables.env", "failure_notice"],
    "airflow-triggerer": ["fernet_key", "variables.env"],
    "airflow-init": ["admin_password"],
    dbt: ["authorized_keys", "dbt.env"],
};

const environment = [
    "AIRFLOW__CORE__DEFAULT_TIMEZONE=Asia/Seoul",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://airflow-apiserver:8080/execution/",
    "QUERY=a=b",
];
const environments: Record<string, string[]> = {
    "airflow-apiserver": [...environment, "AIRFLOW__FAB__COOKIE_SECURE=True", "FORWARDED_ALLOW_IPS=*"],
    dbt: ["WARM_DBT=false"],
};

/** What `pulumi stack export --show-secrets` prints of a stack `prod`. */
export function exported({
    target = "baked",
    query = "",
    others = [] as string[],
    workers = [] as string[],
} = {}): Deployment {
    const containers = Object.entries(files).map(([role, names]) => {
        const uploads = names.map((name) => ({ file: `/run/secrets/${name}`, content: secretOf(role, name) }));
        const login = { file: "/run/secrets/sql_alchemy_conn", content: `${uri}${query}` };
        const envs = environments[role] ?? environment;
        return container(role, { envs, uploads: hidden(role === "dbt" ? uploads : [...uploads, login]) });
    });
    const images = ["airflow", "dbt"].map((name) =>
        resource("docker:index/remoteImage:RemoteImage", name, { name: `${name}-x:1e1234567890`, build: { target } }),
    );
    const stack = { ...resource("pulumi:pulumi:Stack", "airflow-dbt-prod", {}), outputs: { containerSuffix: "x" } };
    const replaced = { ...container("airflow-scheduler", { envs: ["OLD=1"] }), delete: true };
    const edge = workers.map((name) => resource("airflow-dbt:workers:EdgeWorker", name, {}));
    return {
        resources: [stack, ...images, ...containers, ...others.map((role) => container(role, {})), ...edge, replaced],
    };
}

function container(role: string, inputs: Record<string, unknown>): RecordedResource {
    return resource("docker:index/container:Container", role, inputs);
}

function resource(type: string, name: string, inputs: Record<string, unknown>): RecordedResource {
    return { urn: `urn:pulumi:prod::airflow-dbt::${type}::${name}`, type, inputs };
}

function hidden(value: unknown): object {
    return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: JSON.stringify(value) };
}
