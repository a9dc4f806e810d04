/** The planned value of a setting. */
export interface Planned {
    /** The name of the setting, followed by the key for an entry of a map: `["variables", "REGION"]`. */
    path: [setting: string] | [setting: string, name: string];
    value: string;
    /** Whether the value is encrypted and never shown. */
    secret: boolean;
}

/** What becomes of one line of the env file. */
export interface Row {
    /** Undefined if the value follows from several lines. */
    line?: number;
    /** The variable of the env file, or a description of the source. */
    from: string;
    /** Undefined: not carried over; `remark` gives the reason. */
    to?: Planned;
    remark?: string;
}

/** What becomes of an env file. */
export interface Plan {
    rows: Row[];
    /** What the user should know or check before the first `up`. */
    advice: string[];
}

/** The name of a setting in messages. */
export function nameOf(planned: Pick<Planned, "path">): string {
    return planned.path.join(".");
}

/** The path for `pulumi config --path`; the key of a map may contain dots. */
export function configPath(planned: Pick<Planned, "path">): string {
    const [setting, name] = planned.path;
    return name === undefined ? setting : `${setting}[${JSON.stringify(name)}]`;
}
