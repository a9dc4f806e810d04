/** A stack's settings as its file has them, read without Pulumi, which takes half a second to answer. */
import { existsSync, readFileSync } from "node:fs";
import { loadAll } from "js-yaml";

const PREFIX = "airflow-dbt:";

/**
 * The file with a stack's settings: the one that Pulumi is told to use with `PULUMI_OPTION_CONFIG_FILE`, else `Pulumi.<stack>.yaml`.
 * `acme/prod`, a stack of an organization on Pulumi Cloud, has the file of `prod`.
 */
export function stackFile(stack: string, environment: NodeJS.ProcessEnv = process.env): string {
    return environment.PULUMI_OPTION_CONFIG_FILE || `Pulumi.${stack.split("/").at(-1)}.yaml`;
}

/** The project's settings in the file, by name; none if there is no such file. Encrypted values are left as they are. */
export function settingsInFile(file: string): Record<string, unknown> {
    const entries = Object.entries(configIn(file)).filter(([key]) => key.startsWith(PREFIX));
    return Object.fromEntries(entries.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

/** The default of a setting, from the project's own `Pulumi.yaml`. */
export function defaultOf(setting: string, file = "Pulumi.yaml"): unknown {
    return (configIn(file)[setting] as { default?: unknown } | undefined)?.default;
}

function configIn(file: string): Record<string, unknown> {
    if (!existsSync(file)) {
        return {};
    }
    // `load` throws for a file without a line.
    const [content] = loadAll(readFileSync(file, "utf8")) as { config?: Record<string, unknown> }[];
    return content?.config ?? {};
}
