import { readdirSync } from "node:fs";
import { textIfThere } from "../stack/text-if-there";

/** Programs that Pulumi's engine starts, and that outlive it if it is killed. */
const OF_THE_ENGINE =
    /pulumi-language-nodejs|language-host-nodejs|pulumi-resource-|@pulumi\/pulumi\/cmd\/(run|dynamic-provider)/;

interface Running {
    pid: number;
    parent: number;
    command: string;
}

/**
 * Ends the plugins and programs that a killed engine left running: those that work on this backend and have no engine above them.
 * On systems without /proc it does nothing.
 *
 * @returns how many there were
 */
export function endOrphanedProcesses(backendUrl: string): number {
    const all = new Map(processes().map((each) => [each.pid, each]));
    const orphans = [...all.values()].filter(
        (each) => OF_THE_ENGINE.test(each.command) && worksOn(each.pid, backendUrl) && !isBelowEngine(each, all),
    );
    for (const { pid } of orphans) {
        try {
            process.kill(pid, "SIGKILL");
        } catch {
            // It has ended by itself.
        }
    }
    return orphans.length;
}

function processes(): Running[] {
    return entries("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            const command = textIfThere(`/proc/${name}/cmdline`).replaceAll("\0", " ");
            const parent = Number(/^PPid:\s+(\d+)/m.exec(textIfThere(`/proc/${name}/status`))?.[1]);
            return command === "" ? [] : [{ pid: Number(name), parent, command }];
        });
}

function worksOn(pid: number, backendUrl: string): boolean {
    const variables = textIfThere(`/proc/${pid}/environ`).split("\0");
    const own = variables.find((each) => each.startsWith("PULUMI_BACKEND_URL="));
    return own?.split("?")[0] === `PULUMI_BACKEND_URL=${backendUrl.split("?")[0]}`;
}

/** Whether this is an engine, or one started it. */
function isBelowEngine(process: Running, all: Map<number, Running>): boolean {
    const parent = all.get(process.parent);
    return /^(\S*\/)?pulumi /.test(process.command) || (parent !== undefined && isBelowEngine(parent, all));
}

function entries(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch {
        return [];
    }
}
