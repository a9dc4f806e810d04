import { readFileSync } from "node:fs";
import { say } from "../../commands/set-up/progress";
import { containersOf } from "../running-stack/containers";
import { output } from "../running-stack/run";
import { type TestStack } from "../running-stack/test-stack";
import { engine } from "../engine/engine-api";
import { pause } from "./repeat";
import { median, type Row } from "./table";

const SETTLE = 60_000;
const WINDOW = 60_000;

/** What the stack needs at rest, after it has been used. */
export async function idle(stack: TestStack, runs: number): Promise<Row[]> {
    const running = [...(await containersOf(stack))].filter(([, each]) => each.State.Status === "running");
    say(`• at rest: ${SETTLE / 1000} s to settle, then ${runs} times ${WINDOW / 1000} s`);
    await pause(SETTLE);
    const memory = running.map((): number[] => []);
    const load = running.map((): number[] => []);
    for (let run = 0; run < runs; run++) {
        const before = await Promise.all(running.map(([, each]) => cpuTime(each.Id)));
        await pause(WINDOW);
        const after = await Promise.all(running.map(([, each]) => cpuTime(each.Id)));
        for (const [index, [, each]] of running.entries()) {
            load[index].push((100 * (after[index].used - before[index].used)) / (after[index].at - before[index].at));
            memory[index].push(await proportionalMemory(each.Id));
        }
    }
    for (const [index, [role]] of running.entries()) {
        say(
            `    ${role.padEnd(24)}${median(memory[index]).toFixed(0).padStart(6)} MiB${median(load[index]).toFixed(2).padStart(8)} %`,
        );
    }
    return [
        {
            what: `memory at rest: PSS of all processes of the ${running.length} containers`,
            unit: "MiB",
            values: sums(memory),
            aim: 970,
            compose: 1157,
        },
        {
            what: `CPU at rest: the ${running.length} containers with their health checks, of one core, over ${WINDOW / 1000} s`,
            unit: "%",
            values: sums(load),
            aim: 8,
            compose: 27,
        },
    ];
}

/** For each run the sum over all containers. */
function sums(values: number[][]): number[] {
    return values[0].map((_, run) => values.reduce((sum, each) => sum + each[run], 0));
}

/** Seconds of CPU that a container has used so far, and the time of the sample. */
async function cpuTime(id: string): Promise<{ used: number; at: number }> {
    const stats = await engine<{ read: string; cpu_stats: { cpu_usage: { total_usage: number } } }>(
        "GET",
        `/containers/${id}/stats?stream=false&one-shot=true`,
    );
    return { used: stats.cpu_stats.cpu_usage.total_usage / 1e9, at: new Date(stats.read).getTime() / 1000 };
}

/** MiB of proportional memory (PSS): memory that processes share counts once. */
async function proportionalMemory(id: string): Promise<number> {
    const processes = (await output("docker", ["top", id, "-o", "pid"])).split("\n").slice(1);
    return processes.reduce((sum, each) => sum + pss(each.trim()) / 1024, 0);
}

function pss(process: string): number {
    try {
        return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch (error) {
        // The process has ended since it was listed.
        if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) {
            return 0;
        }
        throw error;
    }
}
