import { type Problem } from "./check";
import { nameOf, type Plan, type Planned } from "./plan";
import { printable, printableLines } from "./printable";
import { withoutPassword } from "../../config/sensitive";
import { keyOf, type StackConfig } from "./stack-config";

const hidden = "********";
const longest = 44;

/** A table that shows what becomes of each line. It contains no secret. */
export function planTable(plan: Plan): string {
    const cells = plan.rows.map((row) =>
        [
            String(row.line ?? ""),
            row.from,
            row.to ? nameOf(row.to) : "not carried over",
            row.to ? value(row.to) : "",
            row.remark ?? "",
        ].map(printable),
    );
    const all = [["line", "variable", "setting", "value", ""], ...cells];
    const widths = [0, 1, 2, 3].map((column) => all.reduce((most, line) => Math.max(most, width(line[column])), 0));
    const lines = all.map((line) =>
        line
            .map((cell, column) => (column < 4 ? cell + " ".repeat(widths[column] - width(cell)) : cell))
            .join("  ")
            .trimEnd(),
    );
    return lines.join("\n");
}

/** The values to replace, one line each. */
export function replacedList(config: StackConfig, replaced: Planned[]): string {
    return replaced
        .map((each) => {
            const now = config.values.get(keyOf(each.path));
            const old = each.secret || now?.encrypted !== false ? hidden : cut(withoutPassword(now.text ?? ""));
            return printable(`  ${nameOf(each)}: ${old} → ${value(each)}`);
        })
        .join("\n");
}

/** The problems, each with the line of the env file that causes it. */
export function problemList(plan: Plan, problems: Problem[]): string {
    return problems
        .map(({ setting, wrong }) => {
            const rows = plan.rows.filter((row) => row.to?.path[0] === setting);
            const named =
                rows.find((row) => row.to?.path[1] !== undefined && wrong.includes(row.to.path[1])) ??
                (rows.length === 1 ? rows[0] : undefined);
            const place = named ? `${named.line === undefined ? "" : `line ${named.line}, `}${named.from}: ` : "";
            return printable(`  ${place}${setting}: ${withoutPassword(wrong)}.`);
        })
        .join("\n");
}

/** A list with one item per line. */
export function list(items: string[]): string {
    return items.map((item) => printableLines(`  • ${item}`)).join("\n");
}

function value(planned: Planned): string {
    return planned.secret ? hidden : planned.value === "" ? '""' : cut(withoutPassword(planned.value));
}

function cut(text: string): string {
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Width in columns of a terminal: CJK characters take two. */
function width(text: string): number {
    return [...text].reduce(
        (sum, character) =>
            sum +
            (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
                character,
            )
                ? 2
                : 1),
        0,
    );
}
