import { type AirflowApi, type TaskInstance } from "../../../tools/running-stack/airflow-api";
import { inContainer } from "../../../tools/running-stack/containers";
import { waitFor } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** How many times dbt ran, and how many of those for one task alone. */
export interface JobCount {
    all: number;
    alone: number;
}

/** Runs of the DAG `chain` (dbt-chain.ts), as Airflow and dbt's container tell of them. */
export class ChainRuns {
    constructor(
        private readonly stack: TestStack,
        private readonly api: AirflowApi,
    ) {}

    /** Which try of each task ended how, for example `success 2`. */
    public async ends(run: string, dag = "chain"): Promise<Record<string, string>> {
        const tasks = await this.api.tasks(dag, run);
        return Object.fromEntries(
            tasks.map(({ task_id, state, try_number }) => [task_id.replace("dbt.", ""), `${state} ${try_number}`]),
        );
    }

    /** How many jobs a step starts. */
    public async jobsOf(step: () => Promise<unknown>): Promise<JobCount> {
        const before = await this.jobs();
        await step();
        const after = await this.jobs();
        return { all: after.all - before.all, alone: after.alone - before.alone };
    }

    /** Waits until the first task follows its job, and dbt builds for it or for another run. */
    public whileSlow(run: string): Promise<TaskInstance> {
        return waitFor("the first model to run", 120, async () => {
            const [first] = (await this.api.tasks("chain", run)).filter(({ task_id }) => task_id === "dbt.chain_a");
            const log = first?.state === "deferred" ? await this.api.log("chain", run, first) : "";
            return log.includes("dbt build") && (await this.dbtBuilds()) ? first : undefined;
        });
    }

    private async dbtBuilds(): Promise<boolean> {
        const running =
            'for job in /var/lib/dbt/jobs/chain-*; do [ -e "$job/began" ] && [ ! -e "$job/exit" ] && echo "$job"; done; true';
        return (await inContainer(this.stack, "dbt", "bash", "-c", running)) !== "";
    }

    private async jobs(): Promise<JobCount> {
        // The first job makes the folder.
        const names = (await inContainer(this.stack, "dbt", "bash", "-c", "ls /var/lib/dbt/jobs || true")).split("\n");
        const ofChain = names.filter((name) => /^chain(_in_detail)?-/.test(name));
        return { all: ofChain.length, alone: ofChain.filter((name) => name.includes(".")).length };
    }
}
