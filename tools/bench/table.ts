/** One line of the table. */
export interface Row {
    what: string;
    unit: string;
    values: number[];
    /** The highest value that meets the target. */
    aim?: number;
    /** The same for the docker compose layout that this project replaces, on 2 cores. */
    compose?: number;
}

export function median(values: number[]): number {
    const sorted = [...values].sort((one, other) => one - other);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Markdown, with every single value, so that the spread is visible. */
export function table(rows: Row[]): string {
    const cells = rows.map(({ what, unit, values, aim, compose }) => {
        const middle = median(values);
        const met = aim === undefined ? "" : middle <= aim ? "met" : "missed";
        return [
            what,
            `**${figure(middle)} ${unit}**`,
            values.map(figure).join(", "),
            limit(aim, unit),
            met,
            compose === undefined ? "" : `${compose} ${unit}`,
        ];
    });
    const header = ["What", "Median", "Runs", "Aim", "", "Compose"];
    return [header, ["---", "---:", "---", "---:", "---", "---:"], ...cells]
        .map((line) => `| ${line.join(" | ")} |`)
        .join("\n");
}

function limit(aim: number | undefined, unit: string): string {
    return aim === undefined ? "" : `≤ ${aim} ${unit}`;
}

function figure(value: number): string {
    return Math.abs(value) < 100 ? value.toFixed(1) : value.toFixed(0);
}
