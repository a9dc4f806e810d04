import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { type Problem, refusedSettings } from "./refused-settings";
import { BadValue } from "./values";

/** Reads the stack's config, and collects all that is wrong with it, so that a person can fix it in one go. */
export class SettingsReader {
    private readonly config = new pulumi.Config();
    private readonly values = pulumi.runtime.allConfig();
    private readonly problems: Problem[] = [];
    private readonly known = new Set<string>();

    /** A setting that is always there, since `Pulumi.yaml` has its default. */
    public value<T>(setting: string, parse: (text: string) => T): T {
        const value = this.optional(setting, parse);
        const reported = this.problems.some((problem) => problem.setting === setting);
        return reported ? (value as T) : this.needed(value, setting, "it is empty", `pulumi config rm ${setting}`);
    }

    /**
     * A setting that may be missing; an empty value means the same.
     *
     * @param command that fixes a bad value; default: `pulumi config set` with the setting's name
     */
    public optional<T>(setting: string, parse: (text: string) => T, command?: string): T | undefined {
        this.known.add(setting);
        const text = this.values[`${this.config.name}:${setting}`] ?? "";
        if (text === "") {
            return undefined;
        }
        try {
            return parse(text);
        } catch (error) {
            const wrong = error instanceof BadValue ? error.message : "its value cannot be read";
            const name = written(setting, text);
            this.refuse(
                setting,
                wrong,
                command ?? `pulumi config set ${this.isEncrypted(setting) ? `--secret ${name}` : `${name} <value>`}`,
            );
            return undefined;
        }
    }

    /**
     * A secret that may be missing. In plain text it is refused, but for the one value that everybody knows.
     *
     * @param named how the command line names it. Default: the setting; Pulumi sets the entries of an object one by one.
     */
    public secret<T>(
        setting: string,
        parse: (text: string) => T,
        { wellKnown, named = setting }: { wellKnown?: string; named?: string } = {},
    ): pulumi.Output<T> | undefined {
        const value = this.optional(setting, parse);
        if (value === undefined) {
            return undefined;
        }
        if (!this.isEncrypted(setting) && value !== wellKnown && JSON.stringify(value) !== "{}") {
            this.refuse(
                setting,
                "a secret is in plain text",
                `pulumi config set --secret ${named}   (and change the secret where it is in use: it may have been read)`,
            );
        }
        return pulumi.secret(value) as pulumi.Output<T>;
    }

    /** The names in a setting that is a map; none if it cannot be read, which is reported where its values are read. */
    public namesIn(setting: string): string[] {
        try {
            return Object.keys(JSON.parse(this.values[`${this.config.name}:${setting}`] || "{}") as object);
        } catch {
            return [];
        }
    }

    /** A value that other settings make necessary: `wrong` and `fix` are reported if it is missing. */
    public needed<T>(value: T | undefined, setting: string, wrong: string, fix: string): T {
        if (value === undefined) {
            this.refuse(setting, wrong, fix);
        }
        // A missing value ends in `finish`, which throws before anybody uses it.
        return value as T;
    }

    /** Notes something that is wrong. */
    public refuse(setting: string, wrong: string, fix: string): void {
        this.problems.push({ setting, wrong, fix });
    }

    /** @throws RunError with all that is wrong, before any resource is registered */
    public finish(): void {
        const prefix = `${this.config.name}:`;
        for (const key of Object.keys(this.values).filter((name) => name.startsWith(prefix))) {
            const setting = key.slice(prefix.length);
            if (!this.known.has(setting)) {
                const meant = closest(setting, [...this.known]);
                this.refuse(
                    setting,
                    `there is no such setting; the closest is ${meant}`,
                    `pulumi config rm ${setting}   (all settings: Pulumi.yaml)`,
                );
            }
        }
        if (this.problems.length > 0) {
            throw refusedSettings(this.problems);
        }
    }

    /** Whether the setting, or one of its values if it is an object, is encrypted in the stack's file. */
    public isEncrypted(setting: string): boolean {
        const encrypted = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as string[];
        return encrypted.includes(`${this.config.name}:${setting}`);
    }
}

/** How the command line names a setting; one of the values of an object or a list has a path. */
function written(setting: string, text: string): string {
    if (text.startsWith("[")) {
        return `--path '${setting}[<number>].<field>'`;
    }
    return text.startsWith("{") ? `--path ${setting}.<name>` : setting;
}
