import { waitFor } from "./run";
import { type TestStack } from "./test-stack";

/** A task of a run. */
export interface TaskInstance {
    task_id: string;
    state: string | null;
    try_number: number;
    map_index: number;
    /** Name of the worker, or of the scheduler's container; empty if no process ran it. */
    hostname: string;
}

/** Airflow's REST API, as a user with name and password. */
export class AirflowApi {
    private constructor(
        private readonly stack: TestStack,
        private readonly token: string,
    ) {}

    /** Logs in; `undefined` if Airflow does not accept user and password. */
    public static async login(
        stack: TestStack,
        password = "airflow",
        user = "airflow",
    ): Promise<AirflowApi | undefined> {
        const answer = await stack.fetch(`${stack.airflowUrl}/auth/token`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ username: user, password }),
        });
        if (!answer.ok) {
            return undefined;
        }
        const { access_token: token } = (await answer.json()) as { access_token: string };
        return new AirflowApi(stack, token);
    }

    /** Logs in, which must work. */
    public static async loggedIn(stack: TestStack): Promise<AirflowApi> {
        const api = await AirflowApi.login(stack);
        if (api === undefined) {
            throw new Error("Airflow does not accept the admin user");
        }
        return api;
    }

    public async get<T>(path: string): Promise<T> {
        return (await (await this.ask("GET", path)).json()) as T;
    }

    public async text(path: string): Promise<string> {
        return (await this.ask("GET", path)).text();
    }

    /** Waits until Airflow has read the DAG, then starts a run and gives its id. */
    public async trigger(dag: string, conf: Record<string, unknown> = {}): Promise<string> {
        await waitFor(`DAG ${dag}`, 60, async () =>
            (await this.status("GET", `/dags/${dag}`)) === 200 ? true : undefined,
        );
        const answer = await this.ask("POST", `/dags/${dag}/dagRuns`, { logical_date: null, conf });
        return ((await answer.json()) as { dag_run_id: string }).dag_run_id;
    }

    /** Waits for the end of a run, and gives its state. */
    public ended(dag: string, runId: string, seconds = 180): Promise<string> {
        return waitFor(`run of ${dag}`, seconds, async () => {
            const { state } = await this.get<{ state: string }>(`/dags/${dag}/dagRuns/${encodeURIComponent(runId)}`);
            return ["success", "failed"].includes(state) ? state : undefined;
        });
    }

    public async tasks(dag: string, runId: string): Promise<TaskInstance[]> {
        const path = `/dags/${dag}/dagRuns/${encodeURIComponent(runId)}/taskInstances`;
        return (await this.get<{ task_instances: TaskInstance[] }>(path)).task_instances;
    }

    public async log(dag: string, runId: string, task: TaskInstance): Promise<string> {
        return this.text(
            `/dags/${dag}/dagRuns/${encodeURIComponent(runId)}/taskInstances/${task.task_id}/logs/${task.try_number}?map_index=${task.map_index}`,
        );
    }

    public async status(method: string, path: string, body?: unknown): Promise<number> {
        return (await this.request(method, path, body)).status;
    }

    private async ask(method: string, path: string, body?: unknown): Promise<Response> {
        const answer = await this.request(method, path, body);
        if (!answer.ok) {
            throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
        }
        return answer;
    }

    private request(method: string, path: string, body?: unknown): Promise<Response> {
        return this.stack.fetch(`${this.stack.airflowUrl}/api/v2${path}`, {
            method,
            headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
    }
}
