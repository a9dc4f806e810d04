import { type StackContainer } from "../stack/containers";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/** What is known inside the containers alone. Sizes are in bytes. */
export interface Inside {
    /** Versions. */
    airflow: string;
    postgres: string;
    dbt: string | undefined;
    /** DAGs, running and queued tasks, and runs that failed in the last 24 hours. */
    counts: { dags: number; running: number; queued: number; failed: number };
    /** The commit of the DAGs, if they come from git, and when the repository was last read, in seconds since 1970. Older images tell nothing. */
    source?: { commit: string | null; read: number | null };
    /** Files that Airflow cannot import, and the last line of why. */
    importErrors: { file: string; error: string }[];
    /** Workers of EdgeExecutor; no queues means all. Missing where an older image answers. */
    workers?: { name: string; state: string; queues: string[]; jobs: number; secondsSinceHeartbeat: number | null }[];
    /** The databases that a backup holds, by what they are in the stack. */
    databases: Record<string, number>;
    /** Of the file system that holds the volumes. */
    disk: { free: number; total: number };
    logs: number;
    /** Those that the schedule made. `created` is in seconds since 1970. */
    backups: { count: number; bytes: number } & (
        { newest: null; newestBytes: null; created: null } | { newest: string; newestBytes: number; created: number }
    );
}

/** Asks the containers; undefined if the one that knows most does not run, or does not reach the database. */
export function readInside(stack: Stack, services: StackContainer[]): Inside | undefined {
    const running = (role: string) => services.find((each) => each.role === role && each.running)?.name;
    const [maintenance, dbt] = [running("airflow-maintenance"), running("dbt")];
    try {
        const printed = maintenance && docker(stack, ["exec", maintenance, "airflow-status"]);
        return printed ? { ...(JSON.parse(printed) as Inside), dbt: dbt && dbtVersion(stack, dbt) } : undefined;
    } catch {
        return undefined;
    }
}

function dbtVersion(stack: Stack, container: string): string {
    const program = "from importlib.metadata import version; print(version('dbt-core'))";
    return docker(stack, ["exec", container, "/opt/dbt/bin/python", "-c", program]);
}
