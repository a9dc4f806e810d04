import { needsGcp } from "./set-up/gcp";
import { step } from "./set-up/progress";
import { type SetUp, setUp } from "./set-up/set-up";
import { attempt } from "./command-line/attempt";
import { readOptions, usage } from "./preview/options";
import { policyPack, runPreview } from "./preview/run-preview";
import { refuseMissingStack } from "./preview/stack-exists";
import { text } from "./preview/text";
import { runPulumi } from "./pulumi/run-pulumi";
import { standInsFor } from "./set-up/stand-ins";
import { stackFile } from "./stack/stack-file";

// npm run preview: shows what an update would change, as text or JSON, checked by the policy pack.

async function preview(): Promise<number> {
    const options = readOptions(process.argv.slice(2));
    if (!options) {
        console.log(usage);
        return 0;
    }
    const { stack, json, further } = options;
    const ready = await setUp({
        purpose: "preview",
        gcp: needsGcp(stackFile(stack)),
        standIns: standInsFor(stack),
    });
    refuseMissingStack(ready, stack);
    if (further.includes("--diff") && !json) {
        return pulumiDisplay(ready, stack, further);
    }
    const report = await step(`previewing ${stack}`, () => runPreview(ready, stack, further));
    console.log(json ? JSON.stringify(report, null, 4) : text(report, process.stdout.isTTY && !process.env.NO_COLOR));
    return report.ok ? 0 : 1;
}

async function pulumiDisplay(ready: SetUp, stack: string, further: string[]): Promise<number> {
    const code = await runPulumi(ready, [
        "preview",
        "--stack",
        stack,
        "--policy-pack",
        policyPack,
        "--non-interactive",
        "--suppress-progress",
        ...further,
    ]);
    return code === 0 ? 0 : 1;
}

attempt(usage, preview);
