import { docker } from "./docker-cli";

/** Services that a job may ask to be stopped, since they use what it changes. All by the names of their containers. */
export interface DependentServices {
    /** Stopped first, with time to finish what they are working on. */
    draining: string[];
    /** How many seconds they get. After that they are killed. */
    drainSeconds: number;
    /** Stopped once the first ones have ended, since those need them until then. */
    others: string[];
    /** Those of the others that lose nothing when they are killed. They get `worklessSeconds`. Default: none. */
    workless?: string[];
}

/** A service's container. */
interface Found {
    name: string;
    running: boolean;
    image: string;
}

/**
 * Seconds that a program without work gets to end before it is killed. Asked to end, these usually take a second or two, but Airflow's
 * triggerer at times waits ten seconds for a child that has ended already, and its API server tears its interpreter down for up to five.
 */
export const worklessSeconds = 2;

/** For the other programs that run no task. */
const otherSeconds = 20;

/** Those of the services that exist, whether they run or not. */
export async function existing(address: string | undefined, services: DependentServices): Promise<Found[]> {
    const all = (await docker(address, ["ps", "--all", "--format", "{{.Names}}"])).split("\n");
    const names = [...services.draining, ...services.others].filter((name) => all.includes(name));
    if (names.length === 0) {
        return [];
    }
    const format = "{{.Name}}\t{{.State.Running}}\t{{.Image}}";
    const lines = (await docker(address, ["inspect", "--format", format, ...names])).split("\n");
    return lines.map((line) => {
        const [name, running, image] = line.split("\t");
        return { name: name.replace(/^\//, ""), running: running === "true", image };
    });
}

/** Stops the services in their order. */
export async function stop(
    address: string | undefined,
    services: DependentServices,
    tell: (line: string) => void,
): Promise<void> {
    const running = (await existing(address, services)).filter((each) => each.running).map((each) => each.name);
    const seconds = services.drainSeconds;
    const draining = services.draining.filter((name) => running.includes(name));
    if (draining.length > 0) {
        tell(`stopping ${draining.join(", ")}: running tasks get ${seconds} seconds to finish`);
        await stopWithin(address, seconds, draining);
    }
    const others = services.others.filter((name) => running.includes(name));
    if (others.length > 0) {
        tell(`stopping ${others.join(", ")}`);
        const workless = others.filter((name) => services.workless?.includes(name));
        const rest = others.filter((name) => !workless.includes(name));
        await Promise.all([stopWithin(address, worklessSeconds, workless), stopWithin(address, otherSeconds, rest)]);
    }
}

async function stopWithin(address: string | undefined, seconds: number, names: string[]): Promise<void> {
    if (names.length > 0) {
        await docker(address, ["stop", "--time", `${seconds}`, ...names]);
    }
}

/** Starts services and waits until they are healthy. */
export async function startAgain(address: string | undefined, names: string[], seconds = 180): Promise<void> {
    if (names.length === 0) {
        return;
    }
    await docker(address, ["start", ...names]);
    const end = Date.now() + seconds * 1000;
    const format = "{{.Name}} {{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}}";
    for (;;) {
        const states = (await docker(address, ["inspect", "--format", format, ...names])).split("\n");
        const sick = states.filter((line) => !line.endsWith(" healthy")).map((line) => line.slice(1));
        if (sick.length === 0) {
            return;
        }
        if (Date.now() > end) {
            throw new Error(`not healthy after ${seconds} seconds: ${sick.join(", ")}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 1000));
    }
}
