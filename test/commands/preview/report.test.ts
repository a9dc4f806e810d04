import { type EngineEvent, type StepMetadata } from "../../../commands/preview/engine-events";
import { reportOf } from "../../../commands/preview/report";
import { text } from "../../../commands/preview/text";

const containerType = "docker:index/container:Container";

/** An event as the engine sends it, of a container. */
function step(op: string, name: string, more: Partial<StepMetadata> = {}): EngineEvent {
    const state = { custom: true, inputs: {}, outputs: {} };
    const urn = `urn:pulumi:prod::airflow-dbt::airflow-dbt:docker:Service$${containerType}::${name}`;
    return {
        resourcePreEvent: {
            metadata: { op, urn, type: containerType, old: state, new: state, detailedDiff: null, ...more },
        },
    };
}

const state = (inputs: Record<string, unknown>, outputs: Record<string, unknown> = inputs) => ({
    custom: true,
    inputs,
    outputs,
});

describe("a report", () => {
    test("counts and lists the changes in a stable order, without what exists only in Pulumi", () => {
        const report = reportOf("prod", [
            step("create", "b"),
            step("create", "a"),
            step("same", "c"),
            step("create", "component", { new: { inputs: {}, outputs: {} } }),
            step("create", "provider", { type: "pulumi:providers:docker" }),
            step("refresh", "a"),
        ]);
        expect(report.changes).toEqual({ create: 2, same: 1 });
        expect(report.steps.map(({ type, name }) => `${type} ${name}`)).toEqual([
            "docker:Container a",
            "docker:Container b",
        ]);
    });

    test("shows old and new values, but never a secret", () => {
        const secret = { "4dabf18193072939515e22adb298388d": "x", ciphertext: "[secret]" };
        const { steps } = reportOf("prod", [
            step("update", "a", {
                old: state({ envs: ["A=1"], uploads: "[secret]", name: "old" }),
                new: state({ envs: ["A=2"], uploads: "[secret]", image: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
                detailedDiff: {
                    "envs[0]": { diffKind: "update-replace" },
                    "uploads[0].content": { diffKind: "update" },
                    image: { diffKind: "add" },
                    name: { diffKind: "delete", inputDiff: true },
                },
            }),
            step("update", "b", { old: state({ labels: secret, a: 1 }), new: state({ labels: "[secret]", a: 1 }) }),
        ]);
        expect(steps[0].values).toEqual([
            { path: "envs[0]", before: "A=1", after: "A=2" },
            { path: "image", before: undefined, after: "[known after the update]" },
            { path: "name", before: "old", after: undefined },
            { path: "uploads[0].content", before: "[secret]", after: "[secret]" },
        ]);
        expect(steps[1].values).toEqual([{ path: "labels", before: "[secret]", after: "[secret]" }]);
    });

    test("gives the reason of a replacement, once", () => {
        const report = reportOf("prod", [
            step("replace", "a"),
            step("create-replacement", "a", { keys: ["uploads"] }),
            step("delete-replaced", "a"),
        ]);
        expect(report.changes).toEqual({ replace: 1 });
        expect(text(report, false)).toContain("± docker:Container a: replace (for uploads)\n");
    });

    test("lists what a refresh found gone or changed", () => {
        const found = (name: string, more: Partial<StepMetadata>) => ({
            resOutputsEvent: step("refresh", name, more).resourcePreEvent,
        });
        const report = reportOf("prod", [
            found("as-it-was", { detailedDiff: {} }),
            found("gone", { new: null }),
            found("changed", {
                old: state({}, { mustRun: true }),
                new: state({}, { mustRun: false }),
                diffs: ["mustRun"],
            }),
        ]);
        expect(report.drift.map(({ name, found: what, values }) => [name, what, values])).toEqual([
            ["changed", "changed", [{ path: "mustRun", before: true, after: false }]],
            ["gone", "gone", []],
        ]);
        expect(text(report, false)).toContain(
            "Changed outside Pulumi since the last update:\n  ! docker:Container changed: changed\n      mustRun: true → false\n",
        );
    });

    test("keeps messages and policy violations, without colors and debug messages", () => {
        const violation = (name: string) => ({
            policyEvent: {
                resourceUrn: `urn::${name}`,
                policyName: "log-limits",
                message: `Logs have limits.\n${name} has none.\n`,
                enforcementLevel: "mandatory",
            },
        });
        const report = reportOf("prod", [
            { diagnosticEvent: { severity: "debug", message: "Registering" } },
            { diagnosticEvent: { severity: "info#err", message: "a moment", ephemeral: true } },
            { diagnosticEvent: { severity: "error", message: "\u001b[31merror: preview failed\u001b[0m\n" } },
            {
                diagnosticEvent: {
                    severity: "warning",
                    urn: "urn::dbt",
                    message: "\u001b[33mwarning: \u001b[0mold\u0007\n",
                },
            },
            violation("b"),
            violation("a"),
        ]);
        expect(report.messages).toEqual([{ severity: "warning", resource: "dbt", message: "old" }]);
        const page = text({ ...report, ok: false }, false);
        expect(page).toContain(
            "  ! log-limits (mandatory): Logs have limits.\n      a has none.\n      b has none.\n  warning (dbt): old\n\nFailed: 2 policy violations.",
        );
    });
});

describe("the text", () => {
    const many = reportOf(
        "prod",
        Array.from({ length: 3000 }, (_, index) => step("create", `container-${index}`)),
    );

    test("fits a comment, and says how much it omits", () => {
        const page = text(many, false);
        expect(page.length).toBeLessThan(65_536);
        expect(page).toMatch(/… and \d+ more lines; see all of them with --json\n\nNo policy violations\.$/);
        // eslint-disable-next-line no-control-regex
        expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    });

    test("cuts long values", () => {
        const long = step("update", "a", { old: state({ a: "x".repeat(5000) }), new: state({ a: "y".repeat(5000) }) });
        expect(text(reportOf("prod", [long]), false).length).toBeLessThan(500);
    });

    test("has colors only on request", () => {
        expect(text(reportOf("prod", [step("create", "a")]), true)).toContain(
            "\u001b[32m  + docker:Container a: create\u001b[0m",
        );
        expect(text(reportOf("prod", [step("create", "a")]), false)).toContain("\n  + docker:Container a: create\n");
    });

    test("says that nothing changes, and that a preview did not finish", () => {
        const report = reportOf("prod", [step("same", "a")]);
        expect(text(report, false)).toBe("Preview of prod: no changes, 1 unchanged\n\nNo policy violations.");
        const failed = {
            ...reportOf("prod", []),
            ok: false,
            messages: [{ severity: "error", resource: undefined, message: "incorrect passphrase" }],
        };
        expect(text(failed, false)).toBe(
            "Preview of prod: it did not finish\n\n  error: incorrect passphrase\n\nThe preview failed.",
        );
    });
});
