import { containerNames } from "../../config/limits";
import { program } from "../../tools/mocked/program";
import { errorOf, read } from "../support/stack-settings";

// Ports and containers of the machine that runs the tests are not the program's concern here.
jest.mock("../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

test("containers have the limits of the settings, by their names", async () => {
    const { docker } = await read({ memoryLimits: { dbt: 512, "airflow-scheduler": 0 }, cpuLimits: { dbt: 1.5 } });
    expect(docker.limits).toMatchObject({
        dbt: { memory: 512, cpus: 1.5 },
        "airflow-scheduler": { memory: 0 },
        postgres: {},
    });
});

test.each([
    [{ memoryLimits: { scheduler: 512 } }, "memoryLimits: there is no container scheduler; the closest is"],
    [{ memoryLimits: { dbt: 63 } }, "memoryLimits: the limit of dbt must be a whole number of MiB, at least 64"],
    [{ memoryLimits: { dbt: "4g" } }, "memoryLimits: the limit of dbt must be a number"],
    [{ cpuLimits: { dbt: 0 } }, "cpuLimits: the limit of dbt must be a number of processor cores, from 0.1 up"],
])("refuses %j", async (own, message) => {
    expect(await errorOf(own)).toContain(message);
});

test("the program makes these containers, each with a limit of its own", async () => {
    const { resources } = await program("local", { settings: { airflowCli: true, tls: "own-ca" } });
    const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
    expect(containers.map(({ name }) => name).sort()).toEqual(containerNames);
    for (const { name, inputs } of containers) {
        expect([name, inputs.memory, inputs.cpus]).toEqual([name, expect.any(Number), undefined]);
        expect(inputs.memorySwap).toBe(inputs.memory);
    }
});
