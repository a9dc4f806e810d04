import { program } from "../../../tools/mocked/program";
import { only } from "../../../tools/mocked/registered";

// Ports of the machine that runs the tests are not the program's concern here.
jest.mock("../../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../../../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

const pauseType = "pulumi-nodejs:dynamic/airflow:Pause";

test("the repository is read before tasks are paused and anything is replaced", async () => {
    const dags = { git: { url: "https://git.example.com/dags.git", ref: "main" } };
    const { resources } = await program("local", { settings: { dags } });
    expect(only(resources, pauseType, "task-pause").dependencies).toContain("airflow-git-check-run");
    const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
    const early = containers.filter(({ dependencies }) => !dependencies.includes("task-pause"));
    // No task needs the docs.
    expect(early.map(({ name }) => name).sort()).toEqual(["airflow-git-check", "dbt-docs"]);
});

test("without a repository, nothing comes before the pause", async () => {
    const { resources } = await program("local");
    expect(only(resources, pauseType, "task-pause").dependencies).toEqual([]);
});
