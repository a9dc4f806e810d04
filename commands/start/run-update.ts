import { resumeTasks } from "../../components/airflow/pause-tasks";
import { nameOf } from "../../components/docker/names";
import { runPulumi } from "../pulumi/run-pulumi";
import { type SetUp } from "../set-up/set-up";
import { type Stack } from "../stack/stack";
import { eventLog } from "./event-log";
import { explainFailure } from "./explain-failure";

/** Runs `pulumi up` in the terminal, and explains its failure, unless the user has ended it. Returns its exit code. */
export async function runUpdate(ready: SetUp, stack: Stack, words: string[]): Promise<number> {
    const began = new Date();
    const log = eventLog(ready);
    let isEnded = false;
    const end = () => (isEnded = true);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    signals.forEach((signal) => process.on(signal, end));
    try {
        const code = await runPulumi(log.ready, ["up", "--stack", stack.name, ...log.words, ...words]);
        signals.forEach((signal) => process.off(signal, end));
        if (code !== 0) {
            await letTasksStart(stack);
        }
        if (code !== 0 && !isEnded) {
            await explainFailure(stack, log.events(), began);
        }
        return code;
    } finally {
        log.remove();
    }
}

/** An update that fails, or that the user ends, may have paused them, and does not come to where it lets them start again. */
async function letTasksStart({ suffix, dockerHost }: Stack): Promise<void> {
    const scheduler = nameOf("airflow-scheduler", suffix);
    await resumeTasks({ scheduler, dockerHost, seconds: 0 }, (line) => console.log(`• ${line}`), 5);
}
