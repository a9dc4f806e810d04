import * as pulumi from "@pulumi/pulumi";
import { isAirflowOption } from "../components/airflow/airflow-options";
import { mergedVariables, type Variables, variablesWithout } from "../components/docker/variables";
import { type ProgramVariables } from "../components/warehouse/chosen-warehouse";
import { type DbtTarget } from "../components/warehouse/warehouse";
import { refuseLong } from "./long-variables";
import { object } from "./maps";
import { type SettingsReader } from "./reader";
import { reservedInDbt, reservedVariable, warehouseVariables } from "./reserved-variables";
import { isSecretName } from "./sensitive";
import { BadValue } from "./values";
import { type WarehouseSettings } from "./warehouse";

/** The settings with variables: for Airflow and dbt, and for one of them alone. */
export type VariableSetting = "variables" | "airflowVariables" | "dbtVariables";

/**
 * Reads the user's variables. Those for Airflow or dbt alone win over those for both, and options of Airflow never reach dbt.
 *
 * @param own variables that settings of their own set
 * @param warehouse whose settings set further ones
 */
export function readVariables(
    reader: SettingsReader,
    own: { DBT_TARGET: DbtTarget; SSH_CONN_ID: string },
    warehouse: WarehouseSettings,
): ProgramVariables {
    const ofWarehouse = variablesOf(warehouse, own.DBT_TARGET);
    const read = (setting: VariableSetting) => readMap(reader, setting, ofWarehouse);
    const given = {
        variables: read("variables"),
        airflowVariables: read("airflowVariables"),
        dbtVariables: read("dbtVariables"),
    };
    refuseLong(reader, given);
    const variables = (setting: VariableSetting) => withSecrets(given[setting], reader.isEncrypted(setting));
    const all = (...parts: Variables[]) => [...parts, { plain: own, secret: {} }].reduce(mergedVariables);
    return {
        airflow: all(variables("variables"), variables("airflowVariables")),
        dbt: all(variablesWithout(variables("variables"), isAirflowOption), variables("dbtVariables")),
    };
}

function readMap(reader: SettingsReader, setting: VariableSetting, ofWarehouse: string[]): Record<string, string> {
    const variables = reader.optional(setting, parsed) ?? {};
    for (const [name, value] of Object.entries(variables)) {
        refuseReserved(reader, setting, name, value, ofWarehouse);
    }
    return variables;
}

/** If one of a setting's values is encrypted, all are secret: which one it is, Pulumi does not tell. */
function withSecrets(variables: Record<string, string>, isEncrypted: boolean): Variables {
    if (!isEncrypted) {
        return { plain: variables, secret: {} };
    }
    const secrets = Object.entries(variables).map(([name, value]) => [name, pulumi.secret(value)]);
    return { plain: {}, secret: Object.fromEntries(secrets) as Variables["secret"] };
}

/** Without a valid target, which is reported, their names are not known. */
function variablesOf(warehouse: WarehouseSettings, target: DbtTarget | undefined): string[] {
    const withKey = warehouse.kind === "postgres" || warehouse.credentials.kind !== "none";
    return target === undefined ? [] : warehouseVariables(target, warehouse.kind, withKey);
}

function refuseReserved(
    reader: SettingsReader,
    setting: VariableSetting,
    name: string,
    value: string,
    ofWarehouse: string[],
): void {
    const encrypted = reader.isEncrypted(setting);
    const remove = `pulumi config rm --path ${setting}.${name}`;
    const reserved = ofWarehouse.includes(name)
        ? { why: "is set by the settings of the warehouse" }
        : (reservedVariable(name, value) ?? (setting === "dbtVariables" ? reservedInDbt(name, encrypted) : undefined));
    if (reserved !== undefined) {
        const { why, instead } = reserved;
        reader.refuse(setting, `${name} ${why}`, instead ? `${remove} && pulumi config set ${instead}` : remove);
    } else if (value !== "" && isSecretName(name) && !encrypted) {
        reader.refuse(
            setting,
            `${name} is a secret in plain text`,
            `pulumi config set --secret --path ${setting}.${name}   (and change the secret where it is in use: it may have been read)`,
        );
    }
}

function parsed(text: string): Record<string, string> {
    const entries = Object.entries(object(text)).map(([name, value]) => {
        if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
            throw new BadValue(
                `"${name}" is no name of an environment variable: use letters, digits and underscores, no digit first`,
            );
        }
        const line = typeof value === "object" ? undefined : String(value);
        if (line === undefined || /[\r\n\0]/.test(line)) {
            throw new BadValue(`the value of ${name} must be one line of text`);
        }
        return [name, line] as const;
    });
    return Object.fromEntries(entries);
}
