import { type Line } from "./env-file";
import { type Plan, type Planned, type Row } from "./plan";

/** How a line becomes a setting. */
interface Manner {
    secret?: boolean;
    remark?: string;
    /** In place of what the line says. */
    value?: string;
}

/** A plan in the making: each line is taken once, and is then either carried over or left. */
export class Draft {
    private readonly waiting: Map<string, Line>;
    private readonly rows: Row[] = [];
    private readonly advice = new Set<string>();

    constructor(lines: Line[]) {
        this.waiting = new Map(lines.map((line) => [line.name, line]));
    }

    /** The value of a line that nobody has taken; empty counts as missing. */
    public valueOf(name: string): string | undefined {
        return this.waiting.get(name)?.value || undefined;
    }

    /** Names of the lines that nobody has taken. */
    public get names(): string[] {
        return [...this.waiting.keys()];
    }

    /** The line becomes a setting; an empty one leaves the setting as it is. */
    public carry(name: string, path: Planned["path"], { secret = false, remark, value }: Manner = {}): void {
        const line = this.take(name);
        if (line === undefined) {
            return;
        }
        if (line.value === "" && path[0] !== "variables") {
            this.rows.push({ line: line.line, from: name, remark: "empty: the setting stays as it is" });
        } else {
            this.rows.push({ line: line.line, from: name, to: { path, value: value ?? line.value, secret }, remark });
        }
    }

    /** The line has no place; says why. */
    public leave(name: string, reason: string): void {
        const line = this.take(name);
        if (line !== undefined) {
            this.rows.push({ line: line.line, from: name, remark: reason });
        }
    }

    /** A setting that follows from the file, but is in no line of it. */
    public derive(path: Planned["path"], value: string, from: string, remark?: string): void {
        this.rows.push({ from, to: { path, value, secret: false }, remark });
    }

    public advise(text: string): void {
        this.advice.add(text);
    }

    /** The value that a setting gets, if it gets one. */
    public planned(setting: string): string | undefined {
        return this.rows.find((row) => row.to?.path[0] === setting)?.to?.value;
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
