import { planOf } from "../../commands/import-env/mapping";
import { compare } from "./order";

const targets = ["LOCAL", "PROD"];
const postgres = ["HOST", "PORT", "DB", "USER", "PASSWORD"];

/** What an env file of the compose layout holds, target by target and warehouse by warehouse. What becomes of it, `npm run import-env` knows. */
const common = [
    "AIRFLOW_APISERVER_PORT",
    "DBT_DOCS_PORT",
    "_AIRFLOW_WWW_USER_USERNAME",
    "_AIRFLOW_WWW_USER_PASSWORD",
    "AIRFLOW__CORE__DEFAULT_TIMEZONE",
    "AIRFLOW__CORE__FERNET_KEY",
    "SSH_CONN_ID",
    "DBT_TARGET",
    "AIRFLOW_CONN_*",
    ...postgres.map((part) => `AIRFLOW_META_POSTGRES_${part}`),
];
const warehouses = [
    postgres.map((part) => `ANALYTICS_POSTGRES_${part}`),
    [
        ...["PROJECT_ID", "LOCATION", "DEFAULT_DATASET"].map((part) => `ANALYTICS_GCP_${part}`),
        "GOOGLE_APPLICATION_CREDENTIALS",
    ],
];

/** Setting → the names whose place it takes. */
export async function replaced(): Promise<Map<string, string[]>> {
    const found = new Map<string, Set<string>>();
    for (const target of targets) {
        for (const warehouse of warehouses) {
            const names = [...common, ...warehouse.map((name) => `${target}_${name}`)];
            const lines = names.map((name, index) => ({
                name,
                value: name === "DBT_TARGET" ? target.toLowerCase() : `value.of.${index}`,
                line: index,
            }));
            const around = {
                stack: target.toLowerCase(),
                resolves: () => Promise.resolve(true),
                keyFile: (path: string) => ({ path, content: "{}" }),
            };
            const { rows } = await planOf({ lines, notes: [] }, around);
            for (const { line, from, to } of rows.filter(
                (row) => row.line !== undefined && row.to?.path[0] !== "variables",
            )) {
                const setting = to?.path[0] ?? `${from} (line ${line})`;
                found.set(
                    setting,
                    (found.get(setting) ?? new Set()).add(from.replace(new RegExp(`^${target}_`), "{LOCAL,PROD}_")),
                );
            }
        }
    }
    return new Map([...found].map(([setting, names]) => [setting, [...names].sort(compare)]));
}
