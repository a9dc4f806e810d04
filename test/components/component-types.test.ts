import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../tools/mocked/program";

// Ports of the machine that runs the tests are not the program's concern here.
jest.mock("../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

const sources = readdirSync("components", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, folder: file.split("/")[0], text: readFileSync(join("components", file), "utf8") }))
    .filter(({ text }) => text.includes("extends pulumi.ComponentResource"));

test("there are components in each folder", () => {
    expect([...new Set(sources.map(({ folder }) => folder))].sort()).toEqual([
        "airflow",
        "data",
        "dbt",
        "docker",
        "proxy",
        "secrets",
        "workers",
    ]);
});

test.each(sources)("$file holds one component, whose type is named after its folder and class", ({ folder, text }) => {
    const classes = [...text.matchAll(/^export class (\w+) extends pulumi\.ComponentResource/gm)].map(
        ([, name]) => name,
    );
    const types = [...text.matchAll(/super\(\s*"([^"]+)"/g)].map(([, type]) => type);
    expect(classes).toHaveLength(1);
    expect(types).toEqual([`airflow-dbt:${folder}:${classes[0]}`]);
});

test("every container belongs to a component of its own name", async () => {
    const { resources } = await program("local", { settings: { airflowCli: true, tls: "own-ca" } });
    /** The component above the service or job that makes the container. */
    const owner = (container: string) => {
        const maker = resources.find(({ type, name }) => /:docker:(Service|Job)$/.test(type) && name === container);
        return resources
            .filter(({ type, name }) => name === maker?.parent && /^airflow-dbt:(?!docker:)/.test(type))
            .map(({ type }) => type);
    };
    const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
    const components = containers.map(({ name }) => [name, owner(name).at(-1)]);
    expect(Object.fromEntries(components)).toEqual({
        "airflow-apiserver": "airflow-dbt:airflow:ApiServer",
        "airflow-cli": "airflow-dbt:airflow:AirflowCli",
        "airflow-dag-processor": "airflow-dbt:airflow:DagProcessor",
        "airflow-init": "airflow-dbt:airflow:AirflowInit",
        "airflow-maintenance": "airflow-dbt:airflow:Maintenance",
        "airflow-scheduler": "airflow-dbt:airflow:Scheduler",
        "airflow-triggerer": "airflow-dbt:airflow:Triggerer",
        dbt: "airflow-dbt:dbt:DbtSsh",
        "dbt-docs": "airflow-dbt:dbt:DbtDocs",
        "init-airflow-dbt-ssh-connections": "airflow-dbt:airflow:AirflowConnections",
        postgres: "airflow-dbt:data:PostgresServer",
        proxy: "airflow-dbt:proxy:ReverseProxy",
    });
});

test("no component's inputs hold a secret", async () => {
    const { resources } = await program("local");
    for (const { type, inputs } of resources.filter((each) => each.type.startsWith("airflow-dbt:"))) {
        expect([type, Object.keys(inputs).sort()]).toEqual([
            type,
            /:(DockerHost|PostgresServer)$/.test(type) ? ["bindAddress"] : [],
        ]);
    }
});
