import { waitFor } from "./run";
import { type TestStack } from "./test-stack";

/** A container, as Docker describes it. */
export interface Inspected {
    Id: string;
    Name: string;
    /** ID of its image. */
    Image: string;
    RestartCount: number;
    State: { Status: string; Pid: number; StartedAt: string; Health?: { Status: string } };
    Config: { Labels: Record<string, string>; Env: string[] };
    NetworkSettings: { Networks: Record<string, unknown> };
    Mounts: { Type: string; Name: string; Source: string; Destination: string; RW: boolean }[];
}

/** Role → container, for all containers of a stack. */
export async function containersOf(stack: TestStack): Promise<Map<string, Inspected>> {
    for (let attempt = 1; ; attempt++) {
        try {
            return await inspectAll(stack);
        } catch (error) {
            // One was removed after it was listed.
            if (attempt === 5 || !/no such object/i.test((error as Error).message)) {
                throw error;
            }
        }
    }
}

async function inspectAll(stack: TestStack): Promise<Map<string, Inspected>> {
    const ids = await stack.docker([
        "ps",
        "--all",
        "--quiet",
        "--no-trunc",
        "--filter",
        `label=airflow-dbt.stack=${stack.name}`,
        "--filter",
        `name=-${stack.suffix}$`,
    ]);
    if (ids === "") {
        return new Map();
    }
    const inspected = JSON.parse(await stack.docker(["inspect", ...ids.split("\n")])) as Inspected[];
    return new Map(inspected.map((container) => [container.Config.Labels["airflow-dbt.role"], container]));
}

/** The container of a role, which must be there. */
export async function container(stack: TestStack, role: string): Promise<Inspected> {
    const found = (await containersOf(stack)).get(role);
    if (found === undefined) {
        throw new Error(`${stack.name} has no container ${role}`);
    }
    return found;
}

/** Roles of the services, the containers that run on. */
export async function services(stack: TestStack): Promise<string[]> {
    return [...(await containersOf(stack))]
        .filter(([, each]) => each.Config.Labels["airflow-dbt.kind"] === "service")
        .map(([role]) => role);
}

/** Runs a command in a container, which must end with 0. */
export async function inContainer(stack: TestStack, role: string, ...command: string[]): Promise<string> {
    return stack.docker(["exec", (await container(stack, role)).Id, ...command]);
}

/** Rows of a query, as the server's superuser, from inside the Postgres container. */
export function sql(stack: TestStack, database: string, query: string): Promise<string> {
    return inContainer(
        stack,
        "postgres",
        "psql",
        "--no-psqlrc",
        "--tuples-only",
        "--no-align",
        "--dbname",
        database,
        "--command",
        query,
    );
}

/** Waits until all services are healthy. */
export function allHealthy(stack: TestStack, seconds = 90): Promise<true> {
    return waitFor("all services to be healthy", seconds, async () => {
        const all = await containersOf(stack);
        const found = [...all.values()].filter((each) => each.Config.Labels["airflow-dbt.kind"] === "service");
        return found.length > 0 && found.every((each) => each.State.Health?.Status === "healthy")
            ? (true as const)
            : undefined;
    });
}

/** Roles of the containers that are others than before, gone, or new. */
export function replaced(before: Map<string, Inspected>, after: Map<string, Inspected>): string[] {
    return [...new Set([...before.keys(), ...after.keys()])]
        .filter((role) => before.get(role)?.Id !== after.get(role)?.Id)
        .sort();
}

/** Applies a change, waits until all is healthy, and tells which containers were replaced. */
export async function replacedBy(stack: TestStack, change: () => Promise<unknown>): Promise<string[]> {
    const before = await containersOf(stack);
    await change();
    await stack.up();
    await allHealthy(stack);
    return replaced(before, await containersOf(stack));
}
