import { type Report, type Step } from "./report";

/** A comment on GitHub has at most 65536 characters. */
const MAX_LENGTH = 60_000;

/** Longer values are cut. */
const MAX_VALUE_LENGTH = 100;

const signs: Record<string, string> = { create: "+", update: "~", delete: "-", replace: "±", read: ">", import: "=" };
const colors: Record<string, number> = { create: 32, update: 33, delete: 31, replace: 35, failed: 31 };

/** The report as text: in color for a terminal, otherwise plain, and short enough for a comment on GitHub. */
export function text(report: Report, colored: boolean): string {
    const paint = (what: string, line: string) =>
        colored && colors[what] ? `\u001b[${colors[what]}m${line}\u001b[0m` : line;
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
            ? "No policy violations."
            : paint(
                  "failed",
                  mandatory > 0 ? `Failed: ${count(mandatory, "policy violation")}.` : "The preview failed.",
              ),
    ];
    const head = `Preview of ${report.stack}: ${report.ok || Object.keys(report.changes).length > 0 ? summary(report) : "it did not finish"}`;
    const found = [
        ...(drift.length > 0 ? ["", "Changed outside Pulumi since the last update:", ...drift] : []),
        ...(changes.length > 0 ? ["", ...changes] : []),
    ];
    return [head, ...shortened(found, MAX_LENGTH - end.join("\n").length), ...end].join("\n");
}

/** Each policy once, followed by its violations. */
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

/** Two secrets look the same, so only the name of the input shows what changed. */
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
    return json.length > MAX_VALUE_LENGTH ? `${json.slice(0, MAX_VALUE_LENGTH)}… (${json.length} characters)` : json;
}

function shortened(lines: string[], longest: number): string[] {
    let length = 0;
    const fitting = lines.findIndex((line) => (length += line.length + 1) > longest);
    return fitting === -1
        ? lines
        : [...lines.slice(0, fitting), `  … and ${lines.length - fitting} more lines; see all of them with --json`];
}

function count(number: number, what: string): string {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
}
