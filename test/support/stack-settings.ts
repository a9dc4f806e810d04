import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import { readSettings, type Settings } from "../../config/settings";

/** The config block of `Pulumi.yaml`, whose defaults the engine adds to each stack's own. */
export const schema = (
    load(readFileSync("Pulumi.yaml", "utf8")) as {
        config: Record<string, { type: string; description: string; default: unknown }>;
    }
).config;

/**
 * Reads settings as the program does.
 *
 * @param encrypted names of the settings that are encrypted, or of which an entry is
 */
export async function read(
    own: Record<string, unknown> = {},
    encrypted: string[] = [],
    stack = "local",
    preview = false,
): Promise<Settings> {
    await pulumi.runtime.setMocks(
        { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
        "airflow-dbt",
        stack,
        preview,
    );
    const defaults = Object.fromEntries(Object.entries(schema).map(([name, setting]) => [name, setting.default]));
    const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const values = Object.entries({ ...defaults, ...own }).map(([name, value]) => [`airflow-dbt:${name}`, text(value)]);
    pulumi.runtime.setAllConfig(Object.fromEntries(values) as Record<string, string>);
    process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(encrypted.map((name) => `airflow-dbt:${name}`));
    return readSettings();
}

afterEach(() => {
    delete process.env.PULUMI_CONFIG_SECRET_KEYS;
});

/** The message with which settings are refused. */
export async function errorOf(own: Record<string, unknown>, encrypted: string[] = []): Promise<string> {
    const error = await read(own, encrypted).then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(pulumi.RunError);
    // Coloring a stack takes Node 12 seconds here: user-error.ts.
    expect((error as Error).stack).toBe((error as Error).message);
    return (error as Error).message;
}
