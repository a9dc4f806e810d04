import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SetUp } from "../set-up/set-up";
import { textIfThere } from "../stack/text-if-there";

/** One of the events that Pulumi's engine notes in the file of `--event-log`; only what is used here. Secrets are "[secret]". */
export interface LoggedEvent {
    /** A step that failed. The Pulumi SDK declares the type in `go/common/apitype/events.go`. */
    resOpFailedEvent?: {
        metadata: { type: string; new?: { inputs?: Record<string, unknown> } | null };
    };
}

/** Has an update note its events. */
export interface EventLog {
    /** The set-up with what the option needs. */
    ready: SetUp;
    /** The option. */
    words: string[];
    /** What the update has noted. */
    events: () => LoggedEvent[];
    /** Removes the file. */
    remove: () => void;
}

export function eventLog(ready: SetUp): EventLog {
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-update-"));
    const file = join(folder, "events");
    return {
        // The option is one of those for debugging.
        ready: { ...ready, environment: { ...ready.environment, PULUMI_DEBUG_COMMANDS: "true" } },
        words: ["--event-log", file],
        // There is no file if Pulumi has ended before its engine began.
        events: () => eventsIn(textIfThere(file)),
        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
}

/** One event per line; the last line may be cut off. */
export function eventsIn(text: string): LoggedEvent[] {
    return text.split("\n").flatMap((line) => {
        try {
            return [JSON.parse(line) as LoggedEvent];
        } catch {
            return [];
        }
    });
}
