import { docker, isRunning, startAttached } from "../docker/docker-cli";

/** The scheduler whose tasks are paused. */
export interface PausedScheduler {
    /** Name of its container on the Docker host. */
    scheduler: string;
    dockerHost?: string;
    /** Seconds that running tasks get to finish. */
    seconds: number;
}

/**
 * Lets no further task start, and waits for those that run. A scheduler that does not run has no tasks. One of an image that has no
 * `airflow-pause` is stopped instead: LocalExecutor then waits for its running tasks, too.
 */
export async function pauseTasks(
    { scheduler, dockerHost: address, seconds }: PausedScheduler,
    tell: (line: string) => void,
): Promise<void> {
    if (!(await runs(address, scheduler))) {
        return;
    }
    const pause = ["exec", scheduler, "airflow-pause", "--seconds", `${seconds}`];
    const { code, errors } = await startAttached(address, pause, tell).ended;
    // 126 and 127: the image does not have it.
    if (code === 126 || code === 127) {
        tell(`stopping ${scheduler}: running tasks get ${seconds} seconds to finish`);
        await docker(address, ["stop", "--time", `${seconds}`, scheduler]);
    } else if (code !== 0) {
        tell(`${scheduler} did not pause its tasks: ${errors || `exit code ${code}`}`);
    }
}

/** Lets tasks start again; after ten minutes they do so by themselves. */
export async function resumeTasks({ scheduler, dockerHost: address }: PausedScheduler): Promise<void> {
    if (await runs(address, scheduler)) {
        await docker(address, ["exec", scheduler, "airflow-resume"]).catch(() => undefined);
    }
}

/** A scheduler that does not exist does not run. */
function runs(address: string | undefined, scheduler: string): Promise<boolean> {
    return isRunning(address, scheduler).catch(() => false);
}
