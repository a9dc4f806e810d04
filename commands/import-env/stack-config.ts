import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { run } from "../set-up/command";
import { type SetUp } from "../set-up/set-up";
import { settingsInFile, stackFile } from "../stack/stack-file";
import { type Planned } from "./plan";

const project = "airflow-dbt:";

/** A stack's settings as they are. */
export interface StackConfig {
    file: string;
    /** Whether Pulumi knows the stack. */
    exists: boolean;
    /** By full path, only what the stack's own file sets, secrets opened. A secret is undefined while the stack is not there. */
    values: Map<string, { text: string | undefined; encrypted: boolean }>;
    /** Every setting as text, with the project's defaults, by its name. */
    all: Record<string, string>;
}

/** How a setting is found in `values`. */
export function keyOf(path: readonly string[]): string {
    return JSON.stringify(path);
}

/** Reads the settings, from another file than the stack's own if one is given. */
export async function readStackConfig(ready: SetUp, stack: string, other?: string): Promise<StackConfig> {
    const file = stackFile(stack);
    const answer = await run(
        ready.pulumi,
        [
            "config",
            "--json",
            "--show-secrets",
            "--stack",
            stack,
            "--non-interactive",
            ...(other ? ["--config-file", other] : []),
        ],
        {
            environment: ready.environment,
        },
    ).catch((error: Error) => {
        if (/no stack named/.test(error.message)) {
            return undefined;
        }
        throw new Error(
            `The settings of the stack ${stack} cannot be read. ${error.message.split("\n").slice(1).join("\n")}`,
        );
    });
    const opened =
        answer === undefined
            ? undefined
            : (JSON.parse(answer) as Record<string, { value?: string; objectValue?: unknown }>);
    const own = settingsInFile(other ?? file);
    const values: StackConfig["values"] = new Map();
    const all: StackConfig["all"] = { ...defaults() };
    for (const [setting, written] of Object.entries(own)) {
        const value: unknown =
            opened?.[project + setting]?.objectValue ?? opened?.[project + setting]?.value ?? written;
        if (JSON.stringify(value)?.includes('"secure":') !== true) {
            all[setting] = asText(value);
        }
        for (const [path, leaf, raw] of leaves(setting, value, written)) {
            const encrypted = isSecure(raw);
            values.set(keyOf(path), { text: isSecure(leaf) ? undefined : asText(leaf), encrypted });
        }
    }
    return { file, exists: opened !== undefined, values, all };
}

/** What is planned and not already so. */
export function changes(config: StackConfig, planned: Planned[]): Planned[] {
    return planned.filter(({ path, value, secret }) => {
        const now = config.values.get(keyOf(path));
        const isUnset = now === undefined && value === "" && path.length === 1;
        return !isUnset && (now?.text !== value || (secret && !now.encrypted));
    });
}

/** Those of the changes that replace another value. */
export function replaced(config: StackConfig, changed: Planned[]): Planned[] {
    return changed.filter(({ path, value }) => {
        const now = config.values.get(keyOf(path));
        return now !== undefined && now.text !== "" && now.text !== value;
    });
}

function defaults(): Record<string, string> {
    const { config } = load(readFileSync("Pulumi.yaml", "utf8")) as { config: Record<string, { default: unknown }> };
    return Object.fromEntries(Object.entries(config).map(([name, setting]) => [name, asText(setting.default)]));
}

/** A map's values one by one; anything else is one value. `raw` is what the file says, where an encrypted value is marked. */
function leaves(setting: string, value: unknown, raw: unknown): [path: string[], leaf: unknown, raw: unknown][] {
    const isMap = (each: unknown): each is Record<string, unknown> =>
        typeof each === "object" && each !== null && !Array.isArray(each) && !isSecure(each);
    if (!isMap(value)) {
        return [[[setting], value, raw]];
    }
    return Object.entries(value).map(([name, leaf]) => [[setting, name], leaf, isMap(raw) ? raw[name] : raw]);
}

function isSecure(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}

function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
