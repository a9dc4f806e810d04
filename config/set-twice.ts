import { type SettingsReader } from "./reader";

/** Refuses options of Airflow among the variables that settings of their own set: option → setting. */
export function refuseSetTwice(reader: SettingsReader, settingOf: Record<string, string>): void {
    for (const variables of ["variables", "airflowVariables"]) {
        for (const name of reader.namesIn(variables).filter((each) => each in settingOf)) {
            reader.refuse(
                variables,
                `${name} is set by the setting ${settingOf[name]}`,
                `pulumi config rm --path ${variables}.${name}`,
            );
        }
    }
}
