import { say } from "../commands/set-up/progress";
import { setUp } from "../commands/set-up/set-up";
import { attempt } from "../commands/command-line/attempt";
import { forgetMarkedBuilds } from "./bench/build-cache";
import { CheckoutCopy } from "./running-stack/checkout-copy";
import { idle } from "./bench/idle";
import { imageSizes } from "./bench/images";
import { killedScheduler } from "./bench/killed-scheduler";
import { machine } from "./bench/machine";
import { type Options, readOptions, usage } from "./bench/options";
import { pipeline } from "./bench/pipeline";
import { stopping } from "./bench/stopping";
import { type Row, table } from "./bench/table";
import { firstStack, freshStacks, updates } from "./bench/updates";

// npm run bench: measures a stack of its own on this machine.

async function bench({ runs, parts }: Options): Promise<Row[]> {
    await setUp({ standIns: "any stack" });
    const copy = new CheckoutCopy();
    const mark = `bench-${process.pid}-${Date.now().toString(36)}`;
    const wanted = (part: string) => parts.includes(part);
    const rows: Row[] = [];
    const measure = async (part: string, work: () => Promise<Row[]>) => {
        if (wanted(part)) {
            say(`\n• part ${part}`);
            rows.push(...(await work()));
        }
    };

    if (wanted("build")) {
        copy.forgetBuilds(mark);
    }
    try {
        say("• starting the first stack; its images may have to be built");
        const first = await firstStack();
        await measure("build", async () => [...first.rows, ...(await imageSizes(first.stack))]);
        let { stack } = first;
        await measure("fresh", async () => {
            const fresh = await freshStacks(stack, runs);
            stack = fresh.stack;
            return fresh.rows;
        });
        await measure("update", () => updates(stack, runs));
        await measure("pipeline", () => pipeline(stack, runs, copy));
        await measure("idle", () => idle(stack, runs));
        await measure("kill", () => killedScheduler(stack, runs, copy));
        await measure("stop", () => stopping(stack, runs));
        say("\n• removing the stack");
        await stack.destroy();
        stack.forget();
    } finally {
        await forgetMarkedBuilds(mark);
    }
    return rows;
}

async function main(words: string[]): Promise<number> {
    const options = readOptions(words);
    if (!options) {
        console.log(usage);
        return 0;
    }
    if (process.getuid?.() !== 0) {
        const asRoot = ["idle", "kill"];
        say(`• skipped, because only root may inspect and kill the processes of containers: ${asRoot.join(", ")}`);
        options.parts = options.parts.filter((part) => !asRoot.includes(part));
    }
    const began = Date.now();
    const rows = await bench(options);
    console.log(
        `Measured on ${await machine()}; medians of ${options.runs}, in ${Math.round((Date.now() - began) / 60_000)} minutes.\n\n${table(rows)}`,
    );
    return 0;
}

attempt(usage, () => main(process.argv.slice(2)));
