import { setUp, type SetUp } from "./set-up/set-up";
import { attempt } from "./command-line/attempt";
import { confirmed, hasTerminal } from "./command-line/confirm";
import { check } from "./import-env/check";
import { type EnvFile } from "./import-env/env-file";
import { refuseUnknownStack } from "./import-env/known-stack";
import { type Options, readOptions, usage } from "./import-env/options";
import { nameOf, type Plan, type Planned } from "./import-env/plan";
import { readPlan } from "./import-env/read";
import { list, planTable, problemList, replacedList } from "./import-env/report";
import { changes, readStackConfig, replaced, type StackConfig } from "./import-env/stack-config";
import { write } from "./import-env/write";
import { startCommand } from "./stack/stack";

// npm run import-env: imports an env file of the docker compose layout into the settings of a stack (docs/migrating.md).
async function importEnv(): Promise<number> {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) {
        console.log(usage);
        return 0;
    }
    const { file, plan } = await readPlan(options);
    const ready = await setUp({ purpose: "settings" });
    return carryOut(ready, options, file, plan);
}

async function carryOut(ready: SetUp, options: Options, file: EnvFile, plan: Plan): Promise<number> {
    const { stack } = options;
    const config = await readStackConfig(ready, stack);
    if (!config.exists && !options.create) {
        refuseUnknownStack(stack);
    }
    const planned = plan.rows.flatMap((row) => row.to ?? []);
    const changed = changes(config, planned);
    const { bad, open } = await check(stack, config, changed);
    console.log(planTable(plan));
    const advice = [...file.notes, ...plan.advice];
    if (advice.length > 0) {
        console.log(`\nPlease read:\n${list(advice)}`);
    }
    if (bad.length > 0) {
        console.error(`\nThese values are not valid; nothing was written.\n${problemList(plan, bad)}`);
        return 1;
    }
    const missing = open.map(
        ({ setting, wrong, fix }) =>
            `${setting}: ${wrong}.\n      ${fix.replace("pulumi config", `pulumi --stack ${stack} config`)}`,
    );
    if (changed.length === 0) {
        console.log(`\nNothing to do: ${config.file} has all of these settings.`);
    } else if (options.dryRun) {
        const others = replaced(config, changed);
        console.log(
            `\n${changed.length} settings would be written to ${config.file}${others.length > 0 ? `, of which these replace a different value:\n${replacedList(config, others)}` : ""}\nNothing was written (--dry-run).`,
        );
    } else {
        if (!(await mayReplace(options, config, replaced(config, changed)))) {
            return 1;
        }
        await write(ready, stack, config, changed);
        console.log(`\n${changed.length} settings written to ${config.file}.`);
    }
    if (missing.length > 0) {
        console.log(`\nSet these before the first update:\n${list(missing)}`);
    }
    console.log(
        `\nNext: ${options.dryRun && changed.length > 0 ? `the same command without --dry-run` : startCommand({ name: stack })}`,
    );
    return 0;
}

/** Asks before a different value is replaced. Without a terminal, only --yes allows it. */
async function mayReplace(options: Options, config: StackConfig, others: Planned[]): Promise<boolean> {
    if (others.length === 0) {
        return true;
    }
    console.log(`\nThese settings of ${config.file} have a different value:\n${replacedList(config, others)}`);
    if (options.yes) {
        return true;
    }
    if (!hasTerminal()) {
        console.error(
            `Nothing was written: there is no terminal to ask on. To replace ${others.map(nameOf).join(", ")}, add --yes`,
        );
        return false;
    }
    const isYes = await confirmed("Replace them?");
    console.log(isYes ? "" : "Nothing was written.");
    return isYes;
}

attempt(usage, importEnv);
