import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../config/settings";
import { type Planned } from "./plan";
import { type StackConfig } from "./stack-config";

/** A problem that the program would report. */
export interface Problem {
    setting: string;
    wrong: string;
    fix: string;
}

/** The result of checking the planned settings. */
export interface Verdict {
    /** Values of the env file that no `up` would accept. */
    bad: Problem[];
    /** What is still missing, or was wrong before: the user sets it afterwards. */
    open: Problem[];
}

/** Checks the planned settings with the program's own reader. Nothing is written and no resource is registered. */
export async function check(stack: string, config: StackConfig, planned: Planned[]): Promise<Verdict> {
    const found = await problems(stack, withPlanned(config.all, planned), planned);
    const written = new Set<string>(planned.map((each) => each.path[0]));
    // An empty value is not a bad one, although another setting may require it.
    const isBad = ({ setting, wrong }: Problem): boolean => written.has(setting) && !wrong.startsWith("it is missing");
    return { bad: found.filter(isBad), open: found.filter((each) => !isBad(each)) };
}

function withPlanned(all: Record<string, string>, planned: Planned[]): Record<string, string> {
    const after = { ...all };
    const maps = new Map<string, Map<string, unknown>>();
    for (const { path, value } of planned) {
        const [setting, name] = path;
        if (name === undefined) {
            after[setting] = value;
        } else {
            const map = maps.get(setting) ?? new Map(Object.entries(JSON.parse(all[setting] || "{}") as object));
            maps.set(setting, map.set(name, value));
        }
    }
    for (const [setting, map] of maps) {
        after[setting] = JSON.stringify(Object.fromEntries(map));
    }
    return after;
}

async function problems(stack: string, settings: Record<string, string>, planned: Planned[]): Promise<Problem[]> {
    const all: Record<string, string> = Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [`airflow-dbt:${name}`, value]),
    );
    // Which of those that are not planned are encrypted is Pulumi's own concern at the next update, and so are the entries of a map.
    const plain = new Set<string>(
        planned.filter((each) => !each.secret && each.path.length === 1).map((each) => each.path[0]),
    );
    const encrypted = Object.keys(settings).filter((name) => !plain.has(name));
    await pulumi.runtime.setMocks(
        { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
        "airflow-dbt",
        stack.split("/").at(-1),
        // As in a preview: the update may run on another machine.
        true,
    );
    pulumi.runtime.setAllConfig(all);
    process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(encrypted.map((name) => `airflow-dbt:${name}`));
    try {
        readSettings();
        return [];
    } catch (error) {
        if (!(error instanceof pulumi.RunError)) {
            throw error;
        }
        // A value in a message may have several lines.
        return [...error.message.matchAll(/^ {2}(\w+): ([^]+?)\.\n {6}(.+)$/gm)].map(([, setting, wrong, fix]) => ({
            setting,
            wrong,
            fix,
        }));
    } finally {
        delete process.env.PULUMI_CONFIG_SECRET_KEYS;
        pulumi.runtime.setAllConfig({});
    }
}
