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
    if (isMissing(code)) {
        tell(`stopping ${scheduler}: running tasks get ${seconds} seconds to finish`);
        await docker(address, ["stop", "--time", `${seconds}`, scheduler]);
    } else if (code !== 0) {
        tell(`${scheduler} did not pause its tasks: ${errors || `exit code ${code}`}`);
    }
}

/**
 * Lets tasks start again; after ten minutes they do so by themselves. A scheduler that is restarting, as it does when it loses its
 * database, is asked again.
 */
export async function resumeTasks(
    { scheduler, dockerHost: address }: PausedScheduler,
    tell: (line: string) => void,
    patienceSeconds = 60,
): Promise<void> {
    const end = Date.now() + patienceSeconds * 1000;
    while (await runs(address, scheduler)) {
        const { code, errors } = await startAttached(address, ["exec", scheduler, "airflow-resume"], tell).ended;
        if (code === 0 || isMissing(code)) {
            return;
        }
        if (Date.now() > end) {
            tell(`${scheduler} did not let tasks start again; they start in 10 minutes at the latest: ${errors}`);
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 1000));
    }
}

/** Docker's exit codes if the image does not have the command. */
function isMissing(code: number): boolean {
    return code === 126 || code === 127;
}

/** A scheduler that does not exist does not run. */
function runs(address: string | undefined, scheduler: string): Promise<boolean> {
    return isRunning(address, scheduler).catch(() => false);
}
