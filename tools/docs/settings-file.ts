import { readdirSync, readFileSync } from "node:fs";
import { load } from "js-yaml";

/** A setting, as `Pulumi.yaml` describes it. */
export interface Setting {
    name: string;
    type: string;
    description: string;
    default: unknown;
    /** The comment above the first setting of its group. */
    group: string;
}

/** The settings of a project file, in its order. A comment on a line of its own above a setting starts a group. */
export function settingsIn(text: string): Setting[] {
    const { config } = load(text) as { config: Record<string, Omit<Setting, "name" | "group">> };
    const groups = new Map<string, string>();
    let group = "";
    for (const line of text.slice(text.indexOf("\nconfig:")).split("\n")) {
        group = /^ {2}# (.+)$/.exec(line)?.[1] ?? group;
        const name = /^ {2}(\w+):/.exec(line)?.[1];
        if (name !== undefined) {
            groups.set(name, group);
        }
    }
    return Object.entries(config).map(([name, setting]) => ({ ...setting, name, group: groups.get(name) ?? "" }));
}

export function settings(): Setting[] {
    return settingsIn(readFileSync("Pulumi.yaml", "utf8"));
}

/** The settings that the program reads as secrets. */
export function secretSettings(): Set<string> {
    const sources = readdirSync("config").map((file) => `config/${file}`);
    return new Set(sources.flatMap((file) => secretsReadIn(readFileSync(file, "utf8"))));
}

/** @throws if the source computes the name of a secret: the setting would silently be missing here */
export function secretsReadIn(source: string): string[] {
    const calls = [...source.matchAll(/reader\.secret\(\s*("\w+")?/g)];
    return calls.map(([call, name]) => {
        if (name === undefined) {
            throw new Error(`A secret setting must be read by a literal name, not as in: ${call}…`);
        }
        return name.slice(1, -1);
    });
}
