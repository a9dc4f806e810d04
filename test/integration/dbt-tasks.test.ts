import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { AirflowApi, type TaskInstance } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, inContainer } from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { ChainRuns } from "./support/chain-runs";
import { addChain, makeSwitch, setLoaded, setSwitch } from "./support/dbt-chain";
import { graphFolder, graphInDag, graphOnce, selectedBy } from "./support/dbt-graph";
import { addManyModels } from "./support/many-models";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";

/** How many generated models there are; `npm run test:matrix` has more. */
const many = process.env.AIRFLOW_DBT_ALL_CHANGES === undefined ? 40 : 300;
let stack: TestStack;
let api: AirflowApi;
let runs: ChainRuns;

beforeAll(async () => {
    const made = await stackOfCopy("nodes");
    ({ stack } = made);
    addChain(made.copy);
    addManyModels(made.copy, many);
    await stack.up();
    await allHealthy(stack);
    await makeSwitch(stack);
    api = await AirflowApi.loggedIn(stack);
    runs = new ChainRuns(stack, api);
    await graphInDag(api, "chain", 5);
    await graphInDag(api, "many", many + 1);
}, 1_800_000);

afterAll(() => leaveCopy(stack), 300_000);

async function kill(role: string): Promise<void> {
    process.kill((await container(stack, role)).State.Pid, "SIGKILL");
}

const allAtOnce = { chain_a: "success 1", chain_b: "success 1", chain_c: "success 1", chain_beside: "success 1" };

test("one dbt build ends all tasks, no worker runs a model, and an asset event tells of each", async () => {
    let run = "";
    const started = await runs.jobsOf(async () => {
        run = await api.trigger("chain");
        expect(await api.ended("chain", run)).toBe("success");
    });
    expect(started).toEqual({ all: 1, alone: 0 });
    expect(await runs.ends(run)).toEqual({ ...allAtOnce, assets: "success 1" });
    const tasks = await api.tasks("chain", run);
    expect(tasks.filter(({ hostname }) => hostname !== "").map(({ task_id }) => task_id)).toEqual(["dbt.assets"]);
    const [first] = tasks.filter(({ task_id }) => task_id === "dbt.chain_a");
    expect(await api.log("chain", run, first)).toMatch(
        /OK created sql table model .*chain_a[^]*PASS not_null_chain_a_id/,
    );
    const { asset_events: events } = await api.get<{ asset_events: { uri: string; extra: { rows: number } }[] }>(
        `/assets/events?source_run_id=${encodeURIComponent(run)}`,
    );
    expect(events.map(({ uri, extra }) => `${uri} ${extra.rows}`).sort()).toEqual(
        ["a", "b", "beside", "c"].map((name) => `x-dbt://flights/chain_${name} 1`),
    );
}, 300_000);

test("a model that fails is tried again alone, then what reads it; the rest is not built again", async () => {
    await setSwitch(stack, false);
    let run = "";
    const started = await runs.jobsOf(async () => {
        run = await api.trigger("chain");
        await waitFor("the failure", 120, async () =>
            (await runs.ends(run)).chain_b === "up_for_retry 1" ? true : undefined,
        );
        await setSwitch(stack, true);
        expect(await api.ended("chain", run)).toBe("success");
    });
    const { assets, ...models } = await runs.ends(run);
    expect(models).toEqual({ ...allAtOnce, chain_b: "success 2" });
    expect(assets).toBe("success 1");
    expect(started).toEqual({ all: 3, alone: 2 });
}, 300_000);

test("what reads a model that fails for good fails with it, and its siblings succeed", async () => {
    await setSwitch(stack, false);
    const run = await api.trigger("chain");
    expect(await api.ended("chain", run)).toBe("failed");
    expect(await runs.ends(run)).toEqual({
        ...allAtOnce,
        chain_b: "failed 3",
        chain_c: "upstream_failed 0",
        assets: "upstream_failed 0",
    });
    const [failed] = (await api.tasks("chain", run)).filter(({ task_id }) => task_id === "dbt.chain_b");
    expect(await api.log("chain", run, failed)).toContain("division by zero");
    await setSwitch(stack, true);
    const body = { dry_run: false, dag_run_id: run, only_failed: true };
    expect(await api.status("POST", "/dags/chain/clearTaskInstances", body)).toBe(200);
    expect(await api.ended("chain", run)).toBe("success");
    expect((await runs.ends(run)).chain_a).toBe("success 1");
}, 300_000);

test.each(["airflow-triggerer", "airflow-scheduler"])(
    "%s killed during a build: the tasks follow the same job again",
    async (role) => {
        let run = "";
        const started = await runs.jobsOf(async () => {
            run = await api.trigger("chain", { seconds: 15 });
            await runs.whileSlow(run);
            await kill(role);
            expect(await api.ended("chain", run)).toBe("success");
        });
        const { assets, ...models } = await runs.ends(run);
        expect([models, assets]).toEqual([allAtOnce, "success 1"]);
        expect(started).toEqual({ all: 1, alone: 0 });
    },
    300_000,
);

test("a group that is cleared as a whole: each task runs alone, in its order", async () => {
    const run = await api.trigger("chain");
    expect(await api.ended("chain", run)).toBe("success");
    const started = await runs.jobsOf(async () => {
        const body = { dry_run: false, dag_run_id: run, only_failed: false };
        expect(await api.status("POST", "/dags/chain/clearTaskInstances", body)).toBe(200);
        expect(await api.ended("chain", run)).toBe("success");
    });
    const second = Object.fromEntries(Object.keys(allAtOnce).map((name) => [name, "success 2"]));
    expect(await runs.ends(run)).toEqual({ ...second, assets: "success 2" });
    expect(started).toEqual({ all: 4, alone: 4 });
}, 300_000);

test("tests and sources as tasks of their own, in groups named as the folders", async () => {
    const first = await api.trigger("chain_in_detail");
    expect(await api.ended("chain_in_detail", first)).toBe("success");
    const all = ["chain_a", "chain_b", "chain_beside", "chain_c", "chain_switch", "not_null_chain_a_id"];
    expect(await runs.ends(first, "chain_in_detail")).toEqual(
        Object.fromEntries(["wanted", ...all.map((name) => `chain.${name}`)].map((name) => [name, "success 1"])),
    );

    await setLoaded(stack, 2);
    const second = await api.trigger("chain_in_detail");
    expect(await api.ended("chain_in_detail", second)).toBe("failed");
    const {
        "chain.chain_switch": source,
        "chain.chain_b": reader,
        "chain.chain_a": other,
    } = await runs.ends(second, "chain_in_detail");
    expect([source, reader, other]).toEqual(["failed 1", "upstream_failed 0", "success 1"]);
}, 300_000);

test("a group on a branch that is skipped starts no dbt", async () => {
    const started = await runs.jobsOf(async () => {
        const run = await api.trigger("chain_in_detail", { skip: true });
        expect(await api.ended("chain_in_detail", run)).toBe("success");
        const { wanted, ...nodes } = await runs.ends(run, "chain_in_detail");
        expect(wanted).toBe("success 1");
        expect(new Set(Object.values(nodes))).toEqual(new Set(["skipped 0"]));
    });
    expect(started.all).toBe(0);
}, 120_000);

test("a task says what dbt's project says of its node, and leads to its page in dbt's docs", async () => {
    const { doc_md: about } = await api.get<{ doc_md: string }>("/dags/chain/tasks/dbt.chain_a");
    expect(about).toContain("The first of the chain.");
    expect(about).toContain("- File: `models/chain/chain_a.sql`\n- Tests: `not_null_chain_a_id`");
    const run = await api.trigger("chain");
    const links = await api.get<{ extra_links: Record<string, string> }>(
        `/dags/chain/dagRuns/${encodeURIComponent(run)}/taskInstances/dbt.chain_a/links`,
    );
    expect(links.extra_links).toEqual({ "dbt docs": `${stack.dbtDocsUrl}/#!/model/model.flights.chain_a` });
    expect(await api.ended("chain", run)).toBe("success");
}, 300_000);

test(`one dbt build ends ${many} tasks`, async () => {
    const run = await api.trigger("many");
    expect(await api.ended("many", run, 300)).toBe("success");
    const { total_entries: succeeded } = await api.get<{ total_entries: number }>(
        `/dags/many/dagRuns/${encodeURIComponent(run)}/taskInstances?state=success`,
    );
    expect(succeeded).toBe(many + 1);
    expect(await inContainer(stack, "dbt", "bash", "-c", "ls /var/lib/dbt/jobs | grep -c ^many-")).toBe("1");
}, 420_000);

test("dbt's container killed during a build: the tasks are tried again, each alone", async () => {
    const run = await api.trigger("chain", { seconds: 15 });
    await runs.whileSlow(run);
    await kill("dbt");
    expect(await api.ended("chain", run)).toBe("success");
    expect((await runs.ends(run)).chain_a).toBe("success 2");
}, 300_000);

test("two runs at once wait for each other, and a node that is marked as successful lets the rest go on", async () => {
    const both = [await api.trigger("chain", { seconds: 5 }), await api.trigger("chain", { seconds: 5 })];
    await runs.whileSlow(both[1]);
    const task = `/dags/chain/dagRuns/${encodeURIComponent(both[1])}/taskInstances/dbt.chain_a`;
    expect(await api.status("PATCH", task, { new_state: "success" })).toBe(200);
    for (const run of both) {
        expect(await api.ended("chain", run)).toBe("success");
    }
}, 300_000);

test("Airflow sees the dbt project as it is now, and why it does not parse", async () => {
    const model = "dbt/models/chain/graph_only.sql";
    const before = await graphOnce(stack, "the graph", ({ error }) => error === null);
    writeFileSync(model, "select * from {{ ref('stg_planes') }}\n");
    const id = "model.flights.graph_only";
    const added = await graphOnce(stack, "the new model", ({ nodes }) => nodes.some((node) => node.id === id));
    expect(added.nodes.find((node) => node.id === id)?.parents).toEqual(["model.flights.stg_planes"]);
    expect(await selectedBy(stack, "+graph_only")).toEqual(expect.arrayContaining([id, "source.flights.raw.planes"]));

    writeFileSync(model, "select * from {{ ref('no_such_model') }}\n");
    const broken = await graphOnce(stack, "the error", ({ error }) => error !== null);
    expect(broken.error).toContain("no_such_model");
    expect(broken.nodes.map((node) => node.id)).toContain(id);
    const run = await api.trigger("chain_in_detail");
    expect(await api.ended("chain_in_detail", run)).toBe("failed");
    const first = (await api.tasks("chain_in_detail", run)).find(({ task_id }) => task_id === "dbt.chain.chain_a");
    expect(await api.log("chain_in_detail", run, first as TaskInstance)).toContain("no_such_model");

    rmSync(model);
    await graphOnce(stack, "the former graph", ({ error, digest }) => error === null && digest === before.digest);
}, 600_000);

test("dbt knows what changed since the last good build of the group", async () => {
    const modified = async () => {
        const list = "dbt --quiet ls --resource-type model --select state:modified --state /var/lib/dbt/state";
        return inContainer(stack, "dbt", "bash", "-lc", list);
    };
    const before = await modified();
    appendFileSync("dbt/models/chain/chain_beside.sql", "where true\n");
    expect(await modified()).toBe("flights.chain.chain_beside");
    expect(await api.ended("chain", await api.trigger("chain"))).toBe("success");
    await waitFor("the build to be kept", 60, async () => ((await modified()) === before ? true : undefined));
}, 300_000);

test("Airflow cannot write to the graph, and the docs' web server does not show it", async () => {
    for (const role of ["airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"]) {
        await expect(inContainer(stack, role, "touch", `${graphFolder}/x`)).rejects.toThrow(/Read-only file system/);
    }
    for (const path of ["graph", "graph/", "graph/graph.json", "%67raph/graph.json"]) {
        expect((await fetch(new URL(path, stack.dbtDocsUrl))).status).toBe(404);
    }
});
