import { stopMachines } from "../../../commands/stop/stop-machines";
import { fakeMachines } from "../../support/fake-machines";

// Each command is a process of its own.
jest.setTimeout(60_000);

const { stack, setWorkers, answer, commands } = fakeMachines();
const there = "ssh://me@there";
const stops = () => commands().filter((command) => command.includes(" stop "));

test("without workers, the stack's engine alone is asked", async () => {
    answer({ own: { postgres: "running", "airflow-scheduler": "exited" } });
    expect(await stopMachines(stack)).toBe(0);
    expect(commands()).toHaveLength(2);
    expect(stops()).toEqual(["own stop --time 15 postgres-mine"]);
    expect(console.log).toHaveBeenCalledWith(
        "Stopped 1 containers of the stack local (mine); its data is kept. Start again: npm start",
    );
});

test("with workers, what runs on their machines is stopped as well", async () => {
    setWorkers([{ name: "far", docker: there }]);
    answer({ own: { postgres: "running" }, [there]: { "airflow-worker-far": "running", other: "exited" } });
    expect(await stopMachines(stack)).toBe(0);
    expect(stops().sort()).toEqual([
        "own stop --time 15 postgres-mine",
        "ssh://me@there stop --time 15 airflow-worker-far-mine",
    ]);
    expect(console.log).toHaveBeenCalledWith(expect.stringMatching(/^Stopped 2 containers/));
});

test("a machine that does not answer is left, and named with the command that stops the rest", async () => {
    setWorkers([{ name: "far", docker: there }]);
    answer({ own: { postgres: "running" } });
    expect(await stopMachines(stack)).toBe(1);
    expect(stops()).toEqual(["own stop --time 15 postgres-mine"]);
    expect(console.error).toHaveBeenLastCalledWith(
        "What the stack local (mine) has on ssh://me@there was left as it is. Once it answers: npm stop",
    );
});

test("a machine on which nothing can be stopped keeps no other one running", async () => {
    setWorkers([{ name: "far", docker: there }]);
    answer({ [there]: { "airflow-worker-far": "running" } });
    await expect(stopMachines(stack)).rejects.toThrow("cannot connect to own");
    expect(stops()).toEqual(["ssh://me@there stop --time 15 airflow-worker-far-mine"]);
});

test("another checkout's stack of the same name on a worker's machine goes on", async () => {
    setWorkers([{ name: "far", docker: there }]);
    answer({ own: { postgres: "running" }, [there]: { "airflow-scheduler": "running" } });
    await expect(stopMachines(stack)).rejects.toThrow("which is another checkout's: nothing was stopped there");
    expect(stops()).toEqual(["own stop --time 15 postgres-mine"]);
});

test("says that nothing runs", async () => {
    answer({ own: { postgres: "exited" } });
    expect(await stopMachines(stack)).toBe(0);
    expect(console.log).toHaveBeenCalledWith("Nothing of the stack local (mine) is running.");
});
