import { type Report, type Step } from "./report";

/** What a comment on GitHub may have at most is 65536 characters. */
const LONGEST = 60_000;

/** How much of a value is shown. */
const LONGEST_VALUE = 100;

const signs: Record<string, string> = { create: "+", update: "~", delete: "-", replace: "±", read: ">", refresh: "~", import: "=" };
const colours: Record<string, number> = { create: 32, update: 33, delete: 31, replace: 35, failed: 31 };

/** The report for a person: at a terminal with colours, elsewhere as plain text that fits a comment. */
export function text(report: Report, coloured: boolean): string {
    const paint = (what: string, line: string) => (coloured && colours[what] ? `\u001b[${colours[what]}m${line}\u001b[0m` : line);
    const mandatory = report.policyViolations.filter(({ level }) => level === "mandatory").length;
    const changes = report.steps.flatMap(step => [paint(step.op, `  ${signs[step.op] ?? "*"} ${step.type} ${step.name}: ${step.op}${reason(step)}`), ...values(step)]);
    const others = [
        ...report.policyViolations.map(({ policy, level, message }) => paint("failed", `  ! ${policy} (${level}): ${message.replaceAll("\n", "\n      ")}`)),
        ...report.messages.map(({ severity, resource, message }) => `  ${severity}${resource ? ` (${resource})` : ""}: ${message.replaceAll("\n", "\n      ")}`),
    ];
    const end = [
        ...(others.length > 0 ? ["", ...others] : []),
        "",
        report.ok ? "The policies hold." : paint("failed", mandatory > 0 ? `Refused: ${count(mandatory, "policy violation")}.` : "The preview failed."),
    ];
    const head = `Preview of ${report.stack}: ${summary(report)}`;
    return [head, ...(changes.length > 0 ? ["", ...shortened(changes, LONGEST - end.join("\n").length)] : []), ...end].join("\n");
}

function summary({ changes }: Report): string {
    const { same = 0, ...others } = changes;
    const found = Object.entries(others).map(([op, number]) => `${number} to ${op}`);
    return `${found.length > 0 ? found.join(", ") : "no changes"}, ${same} unchanged`;
}

function reason({ op, replacedFor, values }: Step): string {
    return op === "replace" && replacedFor.length > 0 && values.length === 0 ? ` (for ${replacedFor.join(", ")})` : "";
}

function values(step: Step): string[] {
    return step.values.map(({ path, before, after }) => `      ${path}: ${before === undefined ? "" : `${shown(before)} `}→ ${after === undefined ? "removed" : shown(after)}`);
}

function shown(value: unknown): string {
    const json = typeof value === "string" && /^\[.*\]$/.test(value) ? value : JSON.stringify(value);
    return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}… (${json.length} characters)` : json;
}

function shortened(lines: string[], longest: number): string[] {
    let length = 0;
    const fitting = lines.findIndex(line => (length += line.length + 1) > longest);
    return fitting === -1 ? lines : [...lines.slice(0, fitting), `  … and ${lines.length - fitting} lines more; all of it: --json`];
}

function count(number: number, what: string): string {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
}
