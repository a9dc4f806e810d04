/**
 * The events that `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json` prints, one a line; only what is used here. Plain
 * `--json` says nothing of policies. Secrets are "[secret]" in them. The types are in the Pulumi SDK's `go/common/apitype/events.go`.
 */
export interface EngineEvent {
    resourcePreEvent?: { metadata: StepMetadata };
    resOutputsEvent?: { metadata: StepMetadata };
    policyEvent?: { resourceUrn?: string; policyName: string; message: string; enforcementLevel: string };
    diagnosticEvent?: { urn?: string; message: string; severity: string; ephemeral?: boolean };
    summaryEvent?: { durationSeconds: number };
}

export interface StepMetadata {
    /** `create`, `update`, `delete`, `replace`, `same`, … */
    op: string;
    urn: string;
    type: string;
    old: State | null;
    new: State | null;
    /** Changed paths, where the plugin tells them. */
    detailedDiff: Record<string, { diffKind: string; inputDiff?: boolean }> | null;
    /** Names of changed inputs. */
    diffs?: string[];
    /** Names of the inputs that make it a replacement. */
    keys?: string[];
    /** False for the parts of a replacement, which has three. */
    logical?: boolean;
}

interface State {
    custom?: boolean;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}
