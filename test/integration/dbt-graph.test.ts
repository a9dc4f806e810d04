import { rmSync, writeFileSync } from "node:fs";
import { inContainer } from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const name = `graph_${process.pid}`;
const model = `dbt/models/${name}.sql`;
const folder = "/var/lib/dbt-docs/graph";

interface Graph {
    error: string | null;
    digest: string;
    nodes: { id: string; parents: string[] }[];
}

const graph = async () =>
    JSON.parse(await inContainer(stack, "airflow-dag-processor", "cat", `${folder}/graph.json`)) as Graph;
const select = async () =>
    JSON.parse(await inContainer(stack, "dbt", "dbt-select", "--", "--select", `+${name}`)) as { ids: string[] };

afterEach(() => rmSync(model, { force: true }));

test("Airflow sees the dbt project as it is now, and why it does not parse", async () => {
    const before = await waitFor("the graph", 120, () => graph().catch(() => undefined));
    expect(before.error).toBeNull();
    writeFileSync(model, "select * from {{ ref('stg_planes') }}\n");
    const added = await waitFor("the new model in the graph", 60, async () => {
        const now = await graph();
        return now.nodes.find(({ id }) => id === `model.flights.${name}`);
    });
    expect(added.parents).toEqual(["model.flights.stg_planes"]);
    expect((await select()).ids).toEqual(expect.arrayContaining([added.id, "source.flights.raw.planes"]));

    writeFileSync(model, "select * from {{ ref('no_such_model') }}\n");
    const broken = await waitFor("the graph to say that the project does not parse", 60, async () => {
        const now = await graph();
        return now.error === null ? undefined : now;
    });
    expect(broken.error).toContain("no_such_model");
    expect(broken.nodes.map(({ id }) => id)).toContain(added.id);

    rmSync(model);
    await waitFor("the graph without the model", 60, async () => {
        const now = await graph();
        return now.error === null && now.digest === before.digest ? true : undefined;
    });
});

test("Airflow cannot write to it, and the docs' web server does not show it", async () => {
    for (const role of ["airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"]) {
        await expect(inContainer(stack, role, "touch", `${folder}/x`)).rejects.toThrow(/Read-only file system/);
    }
    for (const path of ["graph", "graph/", "graph/graph.json", "%67raph/graph.json"]) {
        expect((await fetch(new URL(path, stack.dbtDocsUrl))).status).toBe(404);
    }
});
