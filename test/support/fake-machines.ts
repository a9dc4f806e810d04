import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fakeDocker } from "./fake-docker";
import { temporaryFolder } from "./fixtures";

/** Containers of a machine: role → state. */
type Machine = Record<string, string>;

/** A stack `local` with the suffix `mine`, and machines that stand in for those of its setting `workers`. */
export interface FakeMachines {
    stack: { name: string; suffix: string; dockerHost: undefined };
    /** Sets what the stack's file has in `workers`. */
    setWorkers: (workers: unknown) => void;
    /** Makes the machines that answer: address → containers; the stack's own is `own`. */
    answer: (machines: Record<string, Machine>) => void;
    /** All docker commands until now, each with the machine before it. */
    commands: () => string[];
}

/** Takes the place of the docker command line, of the stack's file and of the messages to the user. */
export function fakeMachines(): FakeMachines {
    const folder = temporaryFolder({});
    const file = `${folder}/Pulumi.local.yaml`;
    const beside = fakeDocker(`#!${process.execPath}
const fs = require("node:fs");
const words = process.argv.slice(2);
const machine = words[0] === "--host" ? words.splice(0, 2)[1] : "own";
fs.appendFileSync(__dirname + "/commands", machine + " " + words.join(" ") + "\\n");
const all = JSON.parse(fs.readFileSync(__dirname + "/machines.json", "utf8"))[machine];
if (all === undefined) {
    console.error("cannot connect to " + machine);
    process.exit(1);
}
for (const [role, state] of Object.entries(words[0] === "ps" ? all : {}))
    console.log([role + "-mine", role, "service", state, state, "dbt-mine"].join("\\t"));
`);
    const setWorkers = (workers: unknown) =>
        writeFileSync(file, JSON.stringify({ config: { "airflow-dbt:workers": workers } }));
    beforeEach(() => {
        process.env.PULUMI_OPTION_CONFIG_FILE = file;
        setWorkers([]);
        jest.spyOn(console, "log").mockImplementation(() => undefined);
        jest.spyOn(console, "error").mockImplementation(() => undefined);
    });
    afterEach(() => {
        delete process.env.PULUMI_OPTION_CONFIG_FILE;
        jest.restoreAllMocks();
    });
    return {
        stack: { name: "local", suffix: "mine", dockerHost: undefined },
        setWorkers,
        answer: (machines) => writeFileSync(beside("machines.json"), JSON.stringify(machines)),
        commands: () =>
            existsSync(beside("commands")) ? readFileSync(beside("commands"), "utf8").trim().split("\n") : [],
    };
}
