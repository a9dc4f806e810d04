import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { container } from "../../../tools/running-stack/containers";
import { type Ended, output, run } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** What a job is given. */
export interface AirflowJobOptions {
    /** Files in `/run/secrets`, as a stack puts them there: root's, readable to its group. */
    secrets: Record<string, string>;
    /** Standard input. */
    input?: string;
    /** Name of a volume for `/var/lib/airflow-backups`. */
    backups?: string;
}

/** Runs a command in a container of the stack's Airflow image, as the stack runs its jobs, but beside it. */
export async function airflowJob(
    stack: TestStack,
    command: string[],
    { secrets, input, backups }: AirflowJobOptions,
): Promise<Ended> {
    const image = await output("docker", [
        "inspect",
        "--format",
        "{{.Image}}",
        (await container(stack, "airflow-scheduler")).Id,
    ]);
    const volume = backups === undefined ? [] : ["--volume", `${backups}:/var/lib/airflow-backups`];
    const id = await output("docker", [
        "create",
        "--init",
        "--interactive",
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges:true",
        ...volume,
        image,
        ...command,
    ]);
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-job-"));
    try {
        mkdirSync(join(folder, "run", "secrets"), { recursive: true });
        for (const [name, content] of Object.entries(secrets)) {
            writeFileSync(join(folder, "run", "secrets", name), content);
        }
        await output("sh", [
            "-c",
            'cd "$1" && tar --create --owner=0 --group=0 --mode=0440 run/secrets/* | docker cp - "$2:/"',
            "copy",
            folder,
            id,
        ]);
        return await run("docker", ["start", "--attach", "--interactive", id], { input });
    } finally {
        rmSync(folder, { recursive: true });
        await output("docker", ["rm", "--force", "--volumes", id]);
    }
}
