import { readFileSync, writeFileSync } from "node:fs";
import { startStopped } from "../../../commands/start/start-stopped";
import { type Stack } from "../../../commands/stack/stack";
import { fakeDocker } from "../../support/fake-docker";

// Each command is a process of its own.
jest.setTimeout(60_000);

/** Postgres is healthy at the second look after it was started. */
const beside = fakeDocker(`#!${process.execPath}
const fs = require("node:fs");
const file = __dirname + "/containers.json";
const all = JSON.parse(fs.readFileSync(file, "utf8"));
const given = process.argv.slice(2);
const host = given[0] === "--host" ? given.splice(0, 2)[1] + " " : "";
const [command, ...words] = given;
fs.appendFileSync(__dirname + "/commands", host + command + (command === "ps" ? "" : " " + words.join(" ")) + "\\n");
const up = (state) => ({ running: "Up 1 second (health: starting)", healthy: "Up 2 seconds (healthy)" })[state] ?? state;
for (const [role, state] of Object.entries(all)) {
    if (command === "ps") console.log([role + "-mine", role, "service", state === "healthy" ? "running" : state, up(state), "airflow-mine"].join("\\t"));
    if (command === "ps" && state === "running") all[role] = "healthy";
    if (command === "restart" && words.includes(role + "-mine")) all[role] = "running";
}
fs.writeFileSync(file, JSON.stringify(all));
`);
const stack = { name: "local", suffix: "mine", dockerHost: undefined };
const commandsFor = async (containers: Record<string, string>, machines: Stack[] = [stack]) => {
    writeFileSync(beside("containers.json"), JSON.stringify(containers));
    await startStopped(stack, machines);
    return readFileSync(beside("commands"), "utf8").trim().split("\n");
};

let print: jest.SpyInstance;
beforeEach(() => (print = jest.spyOn(console, "log").mockImplementation(() => undefined)));
afterEach(() => print.mockRestore());

test("what does not run is started, also what ends over and over, and Postgres waited for", async () => {
    const containers = { postgres: "exited", dbt: "restarting", "airflow-scheduler": "healthy" };
    expect(await commandsFor(containers)).toEqual(["ps", "restart postgres-mine dbt-mine", "ps", "ps"]);
    expect(print).toHaveBeenCalledWith("• starting 2 containers that were stopped");
});

test("what does not run on another machine is started there", async () => {
    const far = { ...stack, dockerHost: "ssh://me@there" };
    expect(await commandsFor({ dbt: "exited" }, [far])).toEqual([
        "ssh://me@there ps",
        "ssh://me@there restart dbt-mine",
        "ssh://me@there ps",
    ]);
    expect(print).toHaveBeenCalledWith("• starting 1 containers on ssh://me@there that were stopped");
});

test("nothing is started or waited for if all runs", async () => {
    expect(await commandsFor({ postgres: "healthy", dbt: "running" })).toEqual(["ps"]);
    expect(print).not.toHaveBeenCalled();
});
