import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import { type Registered, registered } from "./registered";

type Values = Record<string, unknown>;

/** What a run of the program is given besides the files. */
export interface Given {
    /** Settings by name, over those of the stack's file. */
    settings?: Values;
    /** Secrets by name, as if they were encrypted in the stack's file. */
    secrets?: Record<string, string>;
}

/** Runs the whole program under mocks, with the config that the repository holds for a stack. */
export function program(
    stack: string,
    given: Given = {},
): Promise<{ resources: Registered[]; result: Record<string, unknown> }> {
    return registered(() => {
        configure({ ...defaults(), ...ofStack(stack), ...given.settings }, given.secrets ?? {});
        // Loaded here, after the mocks are set.
        const run = createRequire(__filename)("../../index") as () => Promise<Values>;
        return run();
    }, stack);
}

/** The defaults of all settings. */
export function defaults(): Values {
    const project = load(readFileSync("Pulumi.yaml", "utf8")) as { config: Record<string, { default: unknown }> };
    return Object.fromEntries(Object.entries(project.config).map(([name, setting]) => [name, setting.default]));
}

/** What the repository holds for a stack. A value that is encrypted there stays closed, as if it were not set. */
export function ofStack(stack: string): Values {
    return Object.fromEntries(Object.entries(stackFile(stack)).filter(([, value]) => !isEncrypted(value)));
}

/** Names of the settings that are encrypted in a stack's file. */
export function encryptedOf(stack: string): string[] {
    return Object.entries(stackFile(stack))
        .filter(([, value]) => isEncrypted(value))
        .map(([name]) => name);
}

function stackFile(stack: string): Values {
    const { config } = load(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as { config: Values };
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("airflow-dbt:", ""), value]));
}

function isEncrypted(value: unknown): boolean {
    return JSON.stringify(value).includes('"secure":');
}

/** Hands settings and secrets to the program the way that the engine does. */
function configure(settings: Values, secrets: Record<string, string>): void {
    const all = Object.entries({ ...settings, ...secrets }).map(([name, value]) => [
        `airflow-dbt:${name}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(Object.keys(secrets).map((name) => `airflow-dbt:${name}`));
    pulumi.runtime.setAllConfig(Object.fromEntries(all) as Record<string, string>);
}
