import * as pulumi from "@pulumi/pulumi";
import { isAirflowOption } from "../components/airflow/airflow-options";
import { chosenWarehouse } from "../components/warehouse/chosen-warehouse";
import { type DbtTarget } from "../components/warehouse/warehouse";

/** Why a variable cannot be set, worded to follow its name, and the setting that is its place, if there is one. */
export interface Reserved {
    why: string;
    /** As `pulumi config set` takes it. */
    instead?: string;
}

const image = "belongs to the image, whose programs need their own value";
const generated = "is not read from a variable: the stack generates this secret and passes it as a file";
const settingOf = (setting: string): Reserved => ({
    why: `is set by the setting ${setting}`,
    instead: `${setting} <value>`,
});

/** The first match applies. */
const reserved: [names: RegExp, reserved: Reserved][] = [
    [/^(PATH|HOME|BASH_ENV|AIRFLOW_(HOME|CONFIG)|PYTHON(HOME|PATH)|LD_\w+)$/, { why: image }],
    [
        /^DBT_(ENGINE_)?(PROFILES_DIR|PROJECT_DIR|TARGET_PATH|LOG_PATH)$/,
        { why: "belongs to the image: the project is at /usr/app, profiles are at /usr/app/profiles" },
    ],
    [/^DBT_(ENGINE_)?TARGET$/, settingOf("dbtTarget")],
    [/^SSH_CONN_ID$/, settingOf("sshConnectionId")],
    [/^WARM_DBT$/, settingOf("warmDbt")],
    [/^AIRFLOW__CORE__DEFAULT_TIMEZONE$/, settingOf("timezone")],
    [
        /^AIRFLOW__CORE__FERNET_KEY(_CMD|_SECRET)?$/,
        { why: "is set by the setting fernetKey", instead: "--secret fernetKey" },
    ],
    [
        /^AIRFLOW__(CORE|DATABASE)__SQL_ALCHEMY_CONN(_ASYNC)?(_CMD|_SECRET)?$/,
        { why: "is set by the settings metaDatabase…", instead: "metaDatabaseHost <value>" },
    ],
    [/^AIRFLOW__(API|WEBSERVER)__SECRET_KEY(_CMD|_SECRET)?$/, { why: generated }],
    [/^AIRFLOW__API_AUTH__JWT_SECRET(_CMD|_SECRET)?$/, { why: generated }],
    [/^AIRFLOW__CORE__EXECUTION_API_SERVER_URL$/, { why: "is set by the stack: it is the address of its API server" }],
    [
        /^AIRFLOW__API__PORT$/,
        {
            why: "is set by the image; the port on the Docker host is the setting apiserverPort",
            instead: "apiserverPort <value>",
        },
    ],
];

/** What installed executors are called in `[core] executor`. */
const executors =
    /^(\w+:)?(airflow\.executors\.local_executor\.|airflow_dbt_image\.on_demand_executor\.OnDemand)?LocalExecutor$/;

/** The value of `[core] auth_manager`. airflow-init makes the admin user, and keeps its password, with the classes of this one. */
const authManager = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager";

/** Whether a variable, whatever the warehouse, would replace what the program or the images set or need; undefined if not. */
export function reservedVariable(name: string, value: string): Reserved | undefined {
    if (name === "AIRFLOW__CORE__EXECUTOR" && !value.split(",").every((each) => executors.test(each.trim()))) {
        return {
            why: "names an executor that the stack cannot run: it has LocalExecutor, and EdgeExecutor with the setting workers",
        };
    }
    if (name === "AIRFLOW__CORE__AUTH_MANAGER" && value.trim() !== authManager) {
        return {
            why: `must be ${authManager}, in which the stack creates the admin user: it has that value by default`,
        };
    }
    const id = /^AIRFLOW_CONN_(\w+)$/.exec(name)?.[1].toLowerCase();
    if (id !== undefined) {
        return {
            why: "is a connection: its place is the setting connections",
            instead: `--secret --path connections.${id}`,
        };
    }
    return reserved.find(([names]) => names.test(name))?.[1];
}

/** The same for a variable that is for dbt alone. */
export function reservedInDbt(name: string, isSecret: boolean): Reserved | undefined {
    if (!isAirflowOption(name)) {
        return undefined;
    }
    const instead = isSecret ? `--secret --path airflowVariables.${name}` : `--path airflowVariables.${name} <value>`;
    return { why: "is an option of Airflow, and does not reach dbt", instead };
}

/** The variables that the program sets for a warehouse. */
export function warehouseVariables(target: DbtTarget, kind: "postgres" | "bigquery", withKey = true): string[] {
    // Only the names are of interest. These values are those with which there are the most of them.
    const tls = { sslMode: "verify-full", caCertificate: "of the authority" } as const;
    const { variables } =
        kind === "postgres"
            ? chosenWarehouse(target, { kind, login: { host: "", port: 0, database: "", user: "", password: "", tls } })
            : chosenWarehouse(
                  target,
                  { kind, project: "", location: "", dataset: "" },
                  withKey ? pulumi.output("") : undefined,
              );
    return [...Object.keys(variables.dbt.plain), ...Object.keys(variables.dbt.secret)];
}
