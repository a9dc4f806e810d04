/** A value that a setting is to have. */
export interface Planned {
    /** The setting's name, and for one of an object's values its name in there: `["variables", "REGION"]`. */
    path: [setting: string] | [setting: string, name: string];
    value: string;
    /** Whether it is stored encrypted and never shown. */
    secret: boolean;
}

/** What becomes of one line of the env file. */
export interface Row {
    /** Undefined where the value follows from several lines. */
    line?: number;
    /** The variable of the env file, or in words where the value comes from. */
    from: string;
    /** Undefined: not carried over, for the reason that `remark` gives. */
    to?: Planned;
    remark?: string;
}

/** What becomes of an env file. */
export interface Plan {
    rows: Row[];
    /** What a person should know or look at before the first `up`. */
    advice: string[];
}

/** How a setting is named where a person reads it. */
export function nameOf(planned: Pick<Planned, "path">): string {
    return planned.path.join(".");
}

/** How `pulumi config --path` names it; the key of a map may have dots. */
export function configPath(planned: Pick<Planned, "path">): string {
    const [setting, name] = planned.path;
    return name === undefined ? setting : `${setting}[${JSON.stringify(name)}]`;
}
