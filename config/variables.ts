import * as pulumi from "@pulumi/pulumi";
import { type Variables } from "../components/docker/variables";
import { type DbtTarget } from "../components/warehouse/warehouse";
import { object } from "./maps";
import { type SettingsReader } from "./reader";
import { reservedVariable, warehouseVariables } from "./reserved-variables";
import { isSecretName } from "./sensitive";
import { BadValue } from "./values";
import { type WarehouseSettings } from "./warehouse";

/** Linux starts no program with more: "argument list too long". */
const longest = { one: 100_000, all: 1_000_000 };

/**
 * Reads the user's variables. If one of their values is encrypted, all are secret: which one it is, Pulumi does not tell.
 *
 * @param own variables that settings of their own set
 * @param warehouse whose settings set further ones
 */
export function readVariables(
    reader: SettingsReader,
    own: { DBT_TARGET: DbtTarget; SSH_CONN_ID: string },
    warehouse: WarehouseSettings,
): Variables {
    const ofWarehouse = variablesOf(warehouse, own.DBT_TARGET);
    const variables = reader.optional("variables", parsed) ?? {};
    for (const [name, value] of Object.entries(variables)) {
        refuseReserved(reader, name, value, ofWarehouse);
    }
    refuseLong(reader, variables);
    if (!reader.isEncrypted("variables")) {
        return { plain: { ...variables, ...own }, secret: {} };
    }
    const secrets = Object.entries(variables).map(([name, value]) => [name, pulumi.secret(value)]);
    return { plain: own, secret: Object.fromEntries(secrets) as Variables["secret"] };
}

/** Without a valid target, which is reported, their names are not known. */
function variablesOf(warehouse: WarehouseSettings, target: DbtTarget | undefined): string[] {
    const withKey = warehouse.kind === "postgres" || warehouse.credentials.kind !== "none";
    return target === undefined ? [] : warehouseVariables(target, warehouse.kind, withKey);
}

function refuseReserved(reader: SettingsReader, name: string, value: string, ofWarehouse: string[]): void {
    const remove = `pulumi config rm --path variables.${name}`;
    const reserved = ofWarehouse.includes(name)
        ? { why: "is set by the settings of the warehouse" }
        : reservedVariable(name, value);
    if (reserved !== undefined) {
        const { why, instead } = reserved;
        reader.refuse("variables", `${name} ${why}`, instead ? `${remove} && pulumi config set ${instead}` : remove);
    } else if (value !== "" && isSecretName(name) && !reader.isEncrypted("variables")) {
        reader.refuse(
            "variables",
            `${name} is a secret in plain text`,
            `pulumi config set --secret --path variables.${name}   (and change the secret where it is in use: it may have been read)`,
        );
    }
}

function refuseLong(reader: SettingsReader, variables: Record<string, string>): void {
    const sizes = Object.entries(variables).map(
        ([name, value]) => [name, Buffer.byteLength(`${name}=${value}`)] as const,
    );
    const long = sizes.filter(([, size]) => size > longest.one);
    const all = sizes.reduce((sum, [, size]) => sum + size, 0);
    for (const [name, size] of long) {
        reader.refuse(
            "variables",
            `${name} has ${size} bytes, and Linux starts no program with such a long variable: keep it in a file below airflow/dags or in a connection`,
            `pulumi config rm --path variables.${name}`,
        );
    }
    if (long.length === 0 && all > longest.all) {
        const [largest] = [...sizes].sort(([, one], [, other]) => other - one)[0];
        reader.refuse(
            "variables",
            `together they have ${all} bytes, and Linux starts no program with so many: keep the largest, ${largest}, in a file below airflow/dags or in a connection`,
            `pulumi config rm --path variables.${largest}`,
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
