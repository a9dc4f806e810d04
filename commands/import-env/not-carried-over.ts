/** Lines of an env file that have no place in the new layout, and why. The first that fits holds. */
const reasons: [names: RegExp, reason: string][] = [
    [/^SSH_(ID|PASSWORD|HOST_KEY)$/, "Airflow reaches dbt by a key pair that is generated, and the host key is pinned"],
    [/^AIRFLOW__(DATABASE|CORE)__SQL_ALCHEMY_CONN/, "made from the settings metaDatabase…"],
    [
        /^AIRFLOW__CORE__FERNET_KEY_/,
        "Airflow reads the key from a file that the stack gives it; set fernetKey if an old key is to stay",
    ],
    [
        /^AIRFLOW__(API|WEBSERVER)__SECRET_KEY|^AIRFLOW__API_AUTH__JWT_SECRET/,
        "generated; nothing that is stored depends on it",
    ],
    [
        /^AIRFLOW__CELERY|^AIRFLOW__CORE__EXECUTOR$|^FLOWER_|^REDIS_/,
        "the executor is LocalExecutor: no Redis, Flower or worker",
    ],
    [/^AIRFLOW__CORE__(AUTH_MANAGER|EXECUTION_API_SERVER_URL)$/, "the stack sets it"],
    [/^AIRFLOW__WEBSERVER__|^AIRFLOW__API__AUTH_BACKENDS?$/, "Airflow 3 has no such option"],
    [
        /^AIRFLOW__CORE__(DAGS|PLUGINS)_FOLDER$|^AIRFLOW__LOGGING__BASE_LOG_FOLDER$|^AIRFLOW_(HOME|CONFIG)$/,
        "the image has its own; DAGs are at /opt/airflow/dags",
    ],
    [/^DBT_(PROJECT|PROFILES)_DIR$/, "the project is at /usr/app, profiles are at /usr/app/profiles"],
    [/^_AIRFLOW_/, "airflow-init sees to the database and the admin user by itself"],
    [/^_PIP_ADDITIONAL_REQUIREMENTS$/, "packages go into airflow/pyproject.toml: airflow/README.md"],
    [
        /^COMPOSE_|^DOCKER_|^AIRFLOW_(UID|GID|PROJ_DIR|IMAGE_NAME|IMAGE|VERSION)$|^DBT_(IMAGE|IMAGE_NAME|VERSION|UID|GID|PROJ_DIR)$/,
        "only docker compose needs it",
    ],
    [/^(AIRFLOW|DBT|FLOWER|POSTGRES)_[A-Z_]*PORT$/, "no such port is published; the ports that are have settings"],
    [/^(PATH|HOME|HOSTNAME|USER)$/, "the image has its own"],
];

/** Why a line is not carried over; undefined if it is. */
export function notCarriedOver(name: string): string | undefined {
    return reasons.find(([names]) => names.test(name))?.[1];
}
