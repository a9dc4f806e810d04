import { reservedVariable } from "../../config/reserved-variables";

/** The reason for variables of the services that docker compose ran, other than Airflow and dbt. */
export const composeService = "only a service of docker compose used it, not DAGs or dbt: see below";

/** Variables that are not carried over, and why. The first match applies. */
const reasons: [names: RegExp, reason: string][] = [
    [
        /^(DBT_)?SSH_(ID|PASSWORD|HOST_KEY)$/,
        "Airflow logs in to dbt with a generated key pair, and the host key is pinned",
    ],
    [/^AIRFLOW__(DATABASE|CORE)__SQL_ALCHEMY_CONN/, "derived from the settings metaDatabase…"],
    [/^AIRFLOW_META_/, "of Airflow's old database; the settings metaDatabase… replace it"],
    [
        /^(AIRFLOW_)?FERNET_KEY$/,
        "only compose's own name for it; if the file has no AIRFLOW__CORE__FERNET_KEY, rename this line to that",
    ],
    [/^AIRFLOW__CORE__FERNET_KEY_/, "Airflow reads the key from a file; to keep an old key, set fernetKey"],
    [
        /^AIRFLOW__(API|WEBSERVER)__SECRET_KEY|^AIRFLOW_(WEBSERVER_)?SECRET_KEY$|^AIRFLOW__API_AUTH__JWT_SECRET/,
        "generated; no stored data depends on it",
    ],
    [
        /^AIRFLOW__CELERY|^AIRFLOW__CORE__EXECUTOR$|^FLOWER_|^REDIS_/,
        "tasks run in the scheduler's container (LocalExecutor): no Redis, Flower or worker",
    ],
    [/^AIRFLOW__CORE__(AUTH_MANAGER|EXECUTION_API_SERVER_URL)$/, "the stack sets it"],
    [/^AIRFLOW__WEBSERVER__|^AIRFLOW__API__AUTH_BACKENDS?$/, "Airflow 3 has no such option"],
    [
        /^AIRFLOW__CORE__(DAGS|PLUGINS)_FOLDER$|^AIRFLOW__LOGGING__BASE_LOG_FOLDER$|^AIRFLOW_(HOME|CONFIG)$/,
        "the image has its own; DAGs are at /opt/airflow/dags",
    ],
    [/^DBT_(PROJECT|PROFILES)_DIR$/, "the project is at /usr/app, profiles are at /usr/app/profiles"],
    [/^_AIRFLOW_|^AIRFLOW_WWW_/, "airflow-init always migrates the database and creates the admin user"],
    [/^_PIP_ADDITIONAL_REQUIREMENTS$/, "add packages to airflow/pyproject.toml: airflow/README.md"],
    [
        /^COMPOSE_|^DOCKER_|^AIRFLOW_(UID|GID|PROJ_DIR|IMAGE_NAME|IMAGE|VERSION)$|^DBT_(IMAGE|IMAGE_NAME|VERSION|UID|GID|PROJ_DIR)$/,
        "only docker compose needs it",
    ],
    [/^(SOURCE_)?POSTGRES_|^PGDATA$|^PGADMIN_/, composeService],
    [/^(AIRFLOW|DBT|FLOWER)_[A-Z_]*PORT$/, "this port is not published; those that are have settings"],
    [/^(PATH|HOME|HOSTNAME|USER)$/, "the image has its own"],
];

/** The reason why a variable is not carried over; undefined if it is. */
export function notCarriedOver(name: string, value: string): string | undefined {
    return reasons.find(([names]) => names.test(name))?.[1] ?? reservedVariable(name, value)?.why;
}
