import { docker } from "../docker/docker-cli";
import { follow } from "../docker/follow";

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
    if (!(await isRunning(address, scheduler))) {
        return;
    }
    const pause = ["exec", scheduler, "airflow-pause", "--seconds", `${seconds}`];
    const { code, errors } = await follow(address, pause, tell);
    // 126 and 127: the image does not have it.
    if (code === 126 || code === 127) {
        tell(`stopping ${scheduler}: running tasks get ${seconds} seconds to finish`);
        await docker(address, ["stop", "--time", `${seconds}`, scheduler]);
    } else if (code !== 0) {
        tell(`${scheduler} did not pause its tasks: ${errors || `exit code ${code}`}`);
    }
}

/** Lets tasks start again. A scheduler that was replaced has forgotten the pause; after ten minutes, every one has. */
export async function resumeTasks({ scheduler, dockerHost: address }: PausedScheduler): Promise<void> {
    if (await isRunning(address, scheduler)) {
        await docker(address, ["exec", scheduler, "airflow-resume"]).catch(() => undefined);
    }
}

function isRunning(address: string | undefined, container: string): Promise<boolean> {
    return docker(address, ["inspect", "--format", "{{.State.Running}}", container]).then(
        (state) => state === "true",
        () => false,
    );
}
