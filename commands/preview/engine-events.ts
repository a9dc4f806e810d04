/**
 * The events that `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json` prints, one per line; only the fields used here. Plain
 * `--json` has no policy violations. Secrets are "[secret]". The Pulumi SDK declares the types in `go/common/apitype/events.go`.
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
    /** Changed paths, if the plugin reports them. */
    detailedDiff: Record<string, { diffKind: string; inputDiff?: boolean }> | null;
    /** Names of changed inputs. */
    diffs?: string[];
    /** Names of the inputs that require a replacement. */
    keys?: string[];
    /** False for the three steps of which a replacement consists. */
    logical?: boolean;
}

interface State {
    custom?: boolean;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}
