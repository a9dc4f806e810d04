import { type Line } from "./env-file";
import { type Plan, type Planned, type Row } from "./plan";

/** Details of a mapping. */
interface Manner {
    secret?: boolean;
    remark?: string;
    /** Overrides the value of the line. */
    value?: string;
}

/** Builds a plan. Each line is either carried over or left out, once. */
export class Draft {
    private readonly waiting: Map<string, Line>;
    private readonly rows: Row[] = [];
    private readonly advice = new Set<string>();

    constructor(lines: Line[]) {
        this.waiting = new Map(lines.map((line) => [line.name, line]));
    }

    /** The value of a line that is still open; an empty one counts as missing. */
    public valueOf(name: string): string | undefined {
        return this.waiting.get(name)?.value || undefined;
    }

    /** The number of a line that is still open. */
    public lineOf(name: string): number | undefined {
        return this.waiting.get(name)?.line;
    }

    /** Names of the lines that are still open. */
    public get names(): string[] {
        return [...this.waiting.keys()];
    }

    /** Maps the line to a setting. An empty line leaves the setting unchanged. */
    public carry(name: string, path: Planned["path"], { secret = false, remark, value }: Manner = {}): void {
        const line = this.take(name);
        if (line === undefined) {
            return;
        }
        if (line.value === "" && path[0] !== "variables") {
            this.rows.push({ line: line.line, from: name, remark: "empty: the setting does not change" });
        } else {
            this.rows.push({ line: line.line, from: name, to: { path, value: value ?? line.value, secret }, remark });
        }
    }

    /** Leaves the line out, for a reason. */
    public leave(name: string, reason: string): void {
        const line = this.take(name);
        if (line !== undefined) {
            this.rows.push({ line: line.line, from: name, remark: reason });
        }
    }

    /** Adds a setting that follows from several lines. */
    public derive(path: Planned["path"], value: string, from: string, remark?: string): void {
        this.rows.push({ from, to: { path, value, secret: false }, remark });
    }

    public advise(text: string): void {
        this.advice.add(text);
    }

    /** The planned value of a setting, if any. */
    public planned(setting: string): string | undefined {
        return this.rows.find((row) => row.to?.path[0] === setting)?.to?.value;
    }

    /** The lines that are carried over to one of these settings. */
    public carried(settings: string[]): (Row & { to: Planned })[] {
        return this.rows.filter((row): row is Row & { to: Planned } => settings.includes(row.to?.path[0] ?? ""));
    }

    public finish(): Plan {
        const place = (row: Row): number => row.line ?? Infinity;
        return {
            rows: [...this.rows].sort((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other))),
            advice: [...this.advice],
        };
    }

    private take(name: string): Line | undefined {
        const line = this.waiting.get(name);
        this.waiting.delete(name);
        return line;
    }
}
