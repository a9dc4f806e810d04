import { type EngineEvent, type StepMetadata } from "./engine-events";
import { changedValues, type ValueChange } from "./changed-values";

/** What a preview found; `--json` prints just this. */
export interface Report {
    stack: string;
    /** Whether it came to its end, broke no policy and, with --expect-no-changes, found none. */
    ok: boolean;
    /** How many resources are to be created, updated and so on. Components and providers, which are nothing outside Pulumi, do not count. */
    changes: Record<string, number>;
    /** The resources that change, by type and name: Pulumi comes to them in another order each time. */
    steps: Step[];
    policyViolations: Violation[];
    messages: Message[];
    durationSeconds: number;
}

export interface Step {
    op: string;
    /** For example `docker:Container`. */
    type: string;
    name: string;
    urn: string;
    /** What changes of it; empty for one that is created or deleted. */
    values: ValueChange[];
    /** The inputs for whose sake it is replaced. */
    replacedFor: string[];
}

export interface Violation {
    policy: string;
    /** `mandatory` fails the preview, `advisory` does not. */
    level: string;
    resource: string;
    message: string;
}

export interface Message {
    severity: string;
    resource: string | undefined;
    message: string;
}

/** Puts together what the engine said. */
export function reportOf(stack: string, events: EngineEvent[]): Report {
    const report: Report = { stack, ok: true, changes: {}, steps: [], policyViolations: [], messages: [], durationSeconds: 0 };
    for (const event of events) {
        if (event.resourcePreEvent) {
            addStep(report, event.resourcePreEvent.metadata);
        } else if (event.policyEvent) {
            const { policyName, enforcementLevel, resourceUrn, message } = event.policyEvent;
            report.policyViolations.push({ policy: policyName, level: enforcementLevel, resource: nameOf(resourceUrn ?? ""), message: readable(message) });
        } else if (event.diagnosticEvent && !event.diagnosticEvent.ephemeral && !event.diagnosticEvent.severity.startsWith("debug")) {
            const { severity, urn, message } = event.diagnosticEvent;
            report.messages.push({ severity, resource: urn && nameOf(urn), message: readable(message) });
        } else if (event.summaryEvent) {
            report.durationSeconds = event.summaryEvent.durationSeconds;
        }
    }
    const order = ({ type, name, op }: Step) => `${type} ${name} ${op}`;
    report.steps.sort((one, other) => (order(one) < order(other) ? -1 : 1));
    return report;
}

function addStep(report: Report, metadata: StepMetadata): void {
    const { op, urn, type } = metadata;
    const isThing = (metadata.new ?? metadata.old)?.custom === true && !type.startsWith("pulumi:");
    // The parts of a replacement: create-replacement and delete-replaced.
    if (!isThing || op.endsWith("-replacement") || op.endsWith("-replaced")) {
        return;
    }
    report.changes[op] = (report.changes[op] ?? 0) + 1;
    if (op !== "same") {
        const changed = op === "create" || op === "delete" ? [] : changedValues(metadata);
        report.steps.push({ op, type: shortType(type), name: nameOf(urn), urn, values: changed, replacedFor: metadata.keys ?? [] });
    }
}

/** `docker:index/container:Container` is `docker:Container` to a reader. */
function shortType(type: string): string {
    const [plugin, , thing] = type.split(":");
    return `${plugin}:${thing}`;
}

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}

/** Without colours and whatever else is no text. */
export function readable(text: string): string {
    // eslint-disable-next-line no-control-regex
    return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "").trimEnd();
}
