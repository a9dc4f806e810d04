import { type SettingsReader } from "./reader";

/** Linux starts no program with more: "argument list too long". */
const longest = { one: 100_000, all: 1_000_000 };

/**
 * Refuses variables with which Airflow's programs or dbt would not start. What one of them has twice counts twice.
 *
 * @param given variables by setting
 */
export function refuseLong(reader: SettingsReader, given: Record<string, Record<string, string>>): void {
    const all = Object.entries(given).flatMap(([setting, variables]) =>
        Object.entries(variables).map(([name, value]) => ({
            setting,
            name,
            size: Buffer.byteLength(`${name}=${value}`),
        })),
    );
    const long = all.filter(({ size }) => size > longest.one);
    for (const { setting, name, size } of long) {
        reader.refuse(
            setting,
            `${name} has ${size} bytes, and Linux starts no program with such a long variable: keep it in ${placeFor(setting)}`,
            `pulumi config rm --path ${setting}.${name}`,
        );
    }
    const tooMany = ["airflowVariables", "dbtVariables"]
        .map((own) => all.filter(({ setting }) => setting === own || setting === "variables"))
        .find((variables) => sum(variables) > longest.all);
    if (long.length === 0 && tooMany !== undefined) {
        const [{ setting, name }] = tooMany.sort((one, other) => other.size - one.size);
        reader.refuse(
            setting,
            `together they have ${sum(tooMany)} bytes, and Linux starts no program with so many: keep the largest, ${name}, in ${placeFor(setting)}`,
            `pulumi config rm --path ${setting}.${name}`,
        );
    }
}

const sum = (variables: { size: number }[]) => variables.reduce((total, { size }) => total + size, 0);

const placeFor = (setting: string) =>
    setting === "dbtVariables" ? "a file below dbt" : "a file below airflow/dags or in a connection";
