import { type EngineEvent, type StepMetadata } from "./engine-events";
import { changedValues, foundValues, type ValueChange } from "./changed-values";

/** What a preview found; `--json` prints just this. */
export interface Report {
    stack: string;
    /** Whether it came to its end, broke no policy and, with --expect-no-changes, found none. */
    ok: boolean;
    /** How many resources are to be created, updated and so on. Components and providers, which are nothing outside Pulumi, do not count. */
    changes: Record<string, number>;
    /** The resources that change, by type and name: Pulumi comes to them in another order each time. */
    steps: Step[];
    /** What somebody changed by hand, as a refresh found it (`--refresh`). */
    drift: Drift[];
    policyViolations: Violation[];
    messages: Message[];
    durationSeconds: number;
}

export interface Drift {
    type: string;
    name: string;
    urn: string;
    found: "gone" | "changed";
    /** Before: as the state has it; after: as it is. */
    values: ValueChange[];
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
    /** What the policy wants. */
    description: string;
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
    const report: Report = {
        stack,
        ok: true,
        changes: {},
        steps: [],
        drift: [],
        policyViolations: [],
        messages: [],
        durationSeconds: 0,
    };
    const metadata = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
    const replacedFor = new Map(metadata.flatMap(({ urn, keys }) => (keys && keys.length > 0 ? [[urn, keys]] : [])));
    metadata.forEach((each) => addStep(report, each, replacedFor));
    for (const event of events) {
        if (event.resOutputsEvent) {
            addDrift(report, event.resOutputsEvent.metadata);
        } else if (event.policyEvent) {
            const { policyName, enforcementLevel, resourceUrn, message } = event.policyEvent;
            const [description, ...lines] = readable(message).split("\n");
            report.policyViolations.push({
                policy: policyName,
                level: enforcementLevel,
                description,
                resource: nameOf(resourceUrn ?? ""),
                message: lines.join("\n"),
            });
        } else if (
            event.diagnosticEvent &&
            !event.diagnosticEvent.ephemeral &&
            !event.diagnosticEvent.severity.startsWith("debug")
        ) {
            const { severity, urn } = event.diagnosticEvent;
            const message = readable(event.diagnosticEvent.message).replace(/^(error|warning): /, "");
            // Said of every preview that fails; why it does, others say.
            if (message !== "preview failed") {
                report.messages.push({ severity, resource: urn && nameOf(urn), message });
            }
        } else if (event.summaryEvent) {
            report.durationSeconds = event.summaryEvent.durationSeconds;
        }
    }
    byName(report.steps);
    byName(report.drift);
    return report;
}

function byName(things: { type: string; name: string }[]): void {
    const order = ({ type, name }: { type: string; name: string }) => `${type} ${name}`;
    things.sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

function addDrift(report: Report, metadata: StepMetadata): void {
    if (metadata.op === "refresh") {
        const values = metadata.new ? foundValues(metadata) : [];
        if (!metadata.new || values.length > 0) {
            report.drift.push({ ...names(metadata), found: metadata.new ? "changed" : "gone", values });
        }
    }
}

function addStep(report: Report, metadata: StepMetadata, replacedFor: Map<string, string[]>): void {
    const { op, urn, type } = metadata;
    const isThing = (metadata.new ?? metadata.old)?.custom === true && !type.startsWith("pulumi:");
    // What a refresh found, its outputs tell; the parts of a replacement (create-replacement, delete-replaced) are told of with the whole.
    if (!isThing || op === "refresh" || op.endsWith("-replacement") || op.endsWith("-replaced")) {
        return;
    }
    report.changes[op] = (report.changes[op] ?? 0) + 1;
    if (op !== "same") {
        const changed = op === "create" || op === "delete" ? [] : changedValues(metadata);
        report.steps.push({
            op,
            ...names(metadata),
            values: changed,
            replacedFor: replacedFor.get(urn) ?? metadata.keys ?? [],
        });
    }
}

/** `docker:index/container:Container` is `docker:Container` to a reader. */
function names({ type, urn }: StepMetadata): { type: string; name: string; urn: string } {
    const [plugin, , thing] = type.split(":");
    return { type: `${plugin}:${thing}`, name: nameOf(urn), urn };
}

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}

/** Without colours and whatever else is no text. */
export function readable(text: string): string {
    /* eslint-disable no-control-regex -- what is taken out */
    return text
        .replace(/\u001b\[[0-9;]*[A-Za-z]/g, "")
        .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "")
        .trimEnd();
    /* eslint-enable no-control-regex */
}
