import { isAirflowOption } from "../../components/airflow/airflow-options";
import { defaultOf, settingsInFile, stackFile } from "../stack/stack-file";

/** What the checks of DAGs and of the dbt project find in their environment. */
export interface CheckEnvironment {
    airflow: Record<string, string>;
    dbt: Record<string, string>;
}

/** In place of what Airflow reads from files that only a stack has; and without a log, since what is wrong is reported in the end. */
const alone = {
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: "sqlite:////tmp/check.db",
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC: "sqlite+aiosqlite:////tmp/check.db",
    AIRFLOW__CORE__FERNET_KEY: "",
    AIRFLOW__API__SECRET_KEY: "check",
    AIRFLOW__API_AUTH__JWT_SECRET: "check",
    AIRFLOW__LOGGING__LOGGING_LEVEL: "CRITICAL",
    PYTHONWARNINGS: "ignore",
};

/** The variables that a stack hands to DAGs and to dbt. Encrypted values stay closed; code that is only imported needs none of them. */
export function checkEnvironment(stack: string): CheckEnvironment {
    const settings = settingsInFile(stackFile(stack));
    const value = (name: string) => settings[name] ?? defaultOf(name);
    const target = text(value("dbtTarget") || stack.split("/").at(-1));
    const own = { DBT_TARGET: target, SSH_CONN_ID: text(value("sshConnectionId")) };
    const both = variablesIn(value("variables"));
    const forDbt = Object.entries(both).filter(([name]) => !isAirflowOption(name));
    const analytics = `${target.toUpperCase()}_ANALYTICS`;
    return {
        airflow: {
            ...both,
            ...variablesIn(value("airflowVariables")),
            ...own,
            ...alone,
            AIRFLOW__CORE__DEFAULT_TIMEZONE: text(value("timezone")),
        },
        dbt: {
            ...Object.fromEntries(forDbt),
            ...variablesIn(value("dbtVariables")),
            ...own,
            [`${analytics}_WAREHOUSE`]: text(value("warehouse")),
            [`${analytics}_POSTGRES_HOST`]: "postgres",
            [`${analytics}_POSTGRES_DB`]: text(value("analyticsDatabase")),
            [`${analytics}_POSTGRES_USER`]: text(value("analyticsUser")),
            [`${analytics}_GCP_PROJECT_ID`]: text(value("bigqueryProject")),
            [`${analytics}_GCP_DEFAULT_DATASET`]: text(value("bigqueryDataset")),
            [`${analytics}_GCP_LOCATION`]: text(value("bigqueryLocation")),
            DBT_TARGET_PATH: "/tmp/target",
            DBT_LOG_PATH: "/tmp/logs",
            DBT_PROFILES_DIR: "/tmp/project/profiles",
        },
    };
}

/** A map that is encrypted as a whole has the one name `secure`. */
function variablesIn(map: unknown): Record<string, string> {
    const entries = Object.entries((map ?? {}) as Record<string, unknown>).filter(([name]) => name !== "secure");
    return Object.fromEntries(entries.map(([name, each]) => [name, text(each)]));
}

function text(value: unknown): string {
    if (typeof value === "object") {
        return "encrypted";
    }
    return typeof value === "string" ? value : JSON.stringify(value);
}
