import { type EngineEvent, type StepMetadata } from "./engine-events";
import { readable } from "./readable";
import { changedValues, foundValues, type ValueChange } from "./changed-values";

/** The result of a preview; `--json` prints exactly this. */
export interface Report {
    stack: string;
    /** Whether the preview succeeded, violated no policy and, with --expect-no-changes, found no changes. */
    ok: boolean;
    /** Number of resources to create, update and so on. Components and providers, which exist only in Pulumi, do not count. */
    changes: Record<string, number>;
    /** The resources that change, sorted by type and name, since the order of the engine differs each time. */
    steps: Step[];
    /** What was changed outside Pulumi (only with `--refresh`). */
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
    /** Before: the value in the state; after: the actual value. */
    values: ValueChange[];
}

export interface Step {
    op: string;
    /** For example `docker:Container`. */
    type: string;
    name: string;
    urn: string;
    /** The values that change; empty for a resource that is created or deleted. */
    values: ValueChange[];
    /** The inputs that require the replacement. */
    replacedFor: string[];
}

export interface Violation {
    policy: string;
    /** `mandatory` fails the preview, `advisory` does not. */
    level: string;
    /** Description of the policy. */
    description: string;
    resource: string;
    message: string;
}

export interface Message {
    severity: string;
    resource: string | undefined;
    message: string;
}

/** Builds the report from the events of the engine. */
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
            // Every failed preview has this message; others give the reason.
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
    // The outputs of a refresh are reported as drift; the parts of a replacement (create-replacement, delete-replaced) belong to it.
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

/** Shortens the type `docker:index/container:Container` to `docker:Container`. */
function names({ type, urn }: StepMetadata): { type: string; name: string; urn: string } {
    const [plugin, , thing] = type.split(":");
    return { type: `${plugin}:${thing}`, name: nameOf(urn), urn };
}

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}
