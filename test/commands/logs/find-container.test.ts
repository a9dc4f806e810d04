import { findContainer } from "../../../commands/logs/find-container";
import { fakeMachines } from "../../support/fake-machines";

// Each command is a process of its own.
jest.setTimeout(60_000);

const { stack, setWorkers, answer, commands } = fakeMachines();
const there = "ssh://me@there";
const far = { ...stack, dockerHost: there };

beforeEach(() => {
    setWorkers([{ name: "far", docker: there }]);
    answer({ own: { "airflow-scheduler": "running", dbt: "running" }, [there]: { "airflow-worker-far": "", dbt: "" } });
});

test.each(["scheduler", "airflow-scheduler", "airflow-scheduler-mine"])(
    "%s is found on the stack's own machine, and no other one is asked",
    async (wanted) => {
        expect(await findContainer(stack, wanted)).toEqual({ machine: stack, name: "airflow-scheduler-mine" });
        expect(commands()).toHaveLength(1);
    },
);

test("of two with one name, the one on the stack's own machine is taken", async () => {
    expect(await findContainer(stack, "dbt")).toEqual({ machine: stack, name: "dbt-mine" });
});

test("what the stack's own machine does not have is looked for on the others", async () => {
    expect(await findContainer(stack, "worker-far")).toEqual({ machine: far, name: "airflow-worker-far-mine" });
});

test("the error lists the containers of all machines", async () => {
    const all = "airflow-scheduler, airflow-worker-far, dbt";
    await expect(findContainer(stack, "none")).rejects.toThrow(`The stack local has no container none. It has: ${all}`);
    await expect(findContainer(stack, undefined)).rejects.toThrow(`Name a container. The stack local has: ${all}`);
});

test("a machine that does not answer is named beside the error", async () => {
    answer({ own: { dbt: "running" } });
    await expect(findContainer(stack, "worker-far")).rejects.toThrow("no container worker-far. It has: dbt");
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("ssh://me@there of the setting workers"));
});
