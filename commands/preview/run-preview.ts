import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type SetUp } from "../set-up/set-up";
import { type EngineEvent } from "./engine-events";
import { readable } from "./readable";
import { type Report, reportOf } from "./report";

/** Folder of the policy pack. */
export const policyPack = "policy";

/** Previews the stack. Output that is not an event, such as an error about a wrong passphrase, becomes a message of the report. */
export async function runPreview(setUp: SetUp, stack: string, words: string[]): Promise<Report> {
    const args = [
        "preview",
        "--json",
        "--non-interactive",
        "--color",
        "never",
        "--stack",
        stack,
        "--policy-pack",
        policyPack,
        ...words,
    ];
    const env = { ...process.env, ...setUp.environment, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
    const child = spawn(setUp.pulumi, args, { stdio: ["ignore", "pipe", "pipe"], env });
    const events: EngineEvent[] = [];
    const outside: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
        const event = eventIn(line);
        if (event) {
            events.push(event);
        } else {
            outside.push(line);
        }
    });
    createInterface({ input: child.stderr }).on("line", (line) => outside.push(line));
    const code = await new Promise<number>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (status) => resolve(status ?? 1));
    });
    const report = { ...reportOf(stack, events), ok: code === 0 };
    const message = readable(outside.join("\n")).trim();
    if (message !== "") {
        report.messages.push({
            severity: code === 0 ? "info" : "error",
            resource: undefined,
            message: message.replace(/^(error: )+/, ""),
        });
    }
    return report;
}

function eventIn(line: string): EngineEvent | undefined {
    try {
        const value: unknown = JSON.parse(line);
        return typeof value === "object" && value !== null ? value : undefined;
    } catch {
        return undefined;
    }
}
