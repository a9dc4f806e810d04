import { type Report, type Step } from "./report";

/** What a comment on GitHub may have at most is 65536 characters. */
const LONGEST = 60_000;

/** How much of a value is shown. */
const LONGEST_VALUE = 100;

const signs: Record<string, string> = { create: "+", update: "~", delete: "-", replace: "±", read: ">", import: "=" };
const colours: Record<string, number> = { create: 32, update: 33, delete: 31, replace: 35, failed: 31 };

/** The report for a person: at a terminal with colours, elsewhere as plain text that fits a comment. */
export function text(report: Report, coloured: boolean): string {
    const paint = (what: string, line: string) =>
        coloured && colours[what] ? `\u001b[${colours[what]}m${line}\u001b[0m` : line;
    const mandatory = report.policyViolations.filter(({ level }) => level === "mandatory").length;
    const changes = report.steps.flatMap((step) => [
        paint(step.op, `  ${signs[step.op] ?? "*"} ${step.type} ${step.name}: ${step.op}${reason(step)}`),
        ...values(step),
    ]);
    const drift = report.drift.flatMap((each) => [
        paint("update", `  ! ${each.type} ${each.name}: ${each.found}`),
        ...values(each),
    ]);
    const others = [
        ...violations(report).map((line) => paint("failed", line)),
        ...report.messages.map(
            ({ severity, resource, message }) =>
                `  ${severity}${resource ? ` (${resource})` : ""}: ${message.replaceAll("\n", "\n      ")}`,
        ),
    ];
    const end = [
        ...(others.length > 0 ? ["", ...others] : []),
        "",
        report.ok
            ? "The policies hold."
            : paint(
                  "failed",
                  mandatory > 0 ? `Refused: ${count(mandatory, "policy violation")}.` : "The preview failed.",
              ),
    ];
    const head = `Preview of ${report.stack}: ${report.ok || Object.keys(report.changes).length > 0 ? summary(report) : "it did not come to its end"}`;
    const found = [
        ...(drift.length > 0 ? ["", "Changed by hand since the last update:", ...drift] : []),
        ...(changes.length > 0 ? ["", ...changes] : []),
    ];
    return [head, ...shortened(found, LONGEST - end.join("\n").length), ...end].join("\n");
}

/** Each policy once, and below it what breaks it. */
function violations({ policyViolations }: Report): string[] {
    const policies = new Map(
        policyViolations.map(({ policy, level, description }) => [policy, `  ! ${policy} (${level}): ${description}`]),
    );
    return [...policies].flatMap(([policy, line]) => {
        const messages = policyViolations
            .filter((violation) => violation.policy === policy)
            .map(({ message }) => `      ${message.replaceAll("\n", "\n      ")}`);
        return [line, ...messages.sort()];
    });
}

function summary({ changes }: Report): string {
    const { same = 0, ...others } = changes;
    const found = Object.entries(others).map(([op, number]) => `${number} to ${op}`);
    return `${found.length > 0 ? found.join(", ") : "no changes"}, ${same} unchanged`;
}

/** Two secrets look alike, so that only the name of the input tells what changed. */
function reason({ replacedFor, values }: Step): string {
    return replacedFor.length > 0 && values.length === 0 ? ` (for ${replacedFor.join(", ")})` : "";
}

function values({ values: all }: Pick<Step, "values">): string[] {
    return all.map(
        ({ path, before, after }) =>
            `      ${path}: ${before === undefined ? "" : `${shown(before)} `}→ ${after === undefined ? "unset" : shown(after)}`,
    );
}

function shown(value: unknown): string {
    const json = typeof value === "string" && /^\[.*\]$/.test(value) ? value : JSON.stringify(value);
    return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}… (${json.length} characters)` : json;
}

function shortened(lines: string[], longest: number): string[] {
    let length = 0;
    const fitting = lines.findIndex((line) => (length += line.length + 1) > longest);
    return fitting === -1
        ? lines
        : [...lines.slice(0, fitting), `  … and ${lines.length - fitting} lines more; all of it: --json`];
}

function count(number: number, what: string): string {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
}
