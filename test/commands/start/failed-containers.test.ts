import { writeFileSync } from "node:fs";
import { failedContainers, type State, trouble } from "../../../commands/start/failed-containers";
import { fakeDocker } from "../../support/fake-docker";

const began = new Date("2026-01-01T12:00:00Z");
const never = "0001-01-01T00:00:00Z";
const running: State = { Status: "running", ExitCode: 0, OOMKilled: false, Error: "", FinishedAt: never };

describe("what is wrong with a container", () => {
    test.each<[string, Partial<State>, string | undefined]>([
        ["healthy", { Health: { Status: "healthy", Log: [{ Output: "" }] } }, undefined],
        ["still starting", { Health: { Status: "starting", Log: [{ Output: "dbt is not ready" }] } }, undefined],
        ["started again before the update", { FinishedAt: "2026-01-01T11:00:00.123456789Z" }, undefined],
        [
            "not healthy",
            { Health: { Status: "unhealthy", Log: [{ Output: "a" }, { Output: "dbt deps failed\n" }] } },
            "is not healthy: dbt deps failed",
        ],
        ["not healthy, without a word", { Health: { Status: "unhealthy", Log: null } }, "is not healthy"],
        ["ended", { Status: "exited", ExitCode: 1, FinishedAt: "2026-01-01T11:00:00Z" }, "stopped: exit code 1"],
        ["starting over and over", { Status: "restarting", ExitCode: 3 }, "stopped: exit code 3"],
        [
            "out of memory",
            { Status: "exited", ExitCode: 137, OOMKilled: true },
            "stopped: it needed more memory than there is",
        ],
        ["never started", { Status: "created", Error: "port is taken" }, "was not started: port is taken"],
        [
            "ended and started again",
            { FinishedAt: "2026-01-01T12:00:01Z" },
            "stopped during the update, and Docker started it again",
        ],
    ])("%s", (_what, state, expected) => {
        expect(trouble({ ...running, ...state }, began)).toBe(expected);
    });
});

describe("the services with which something is wrong", () => {
    const beside = fakeDocker(`#!${process.execPath}
const all = JSON.parse(require("node:fs").readFileSync(__dirname + "/containers.json", "utf8"));
const words = process.argv.slice(2);
if (words[0] === "--host") words.splice(0, 2);
const name = words.at(-1);
if (words[0] === "inspect") console.log(JSON.stringify(all[name].state));
if (words[0] === "logs") console.error(all[name].log);
if (words[0] === "ps")
    for (const [name, { role, kind = "service", state }] of Object.entries(all))
        console.log([name, role, kind, state.Status, "", "airflow-mine"].join("\\t"));
`);
    const found = (containers: object, name = "local", dockerHost?: string) => {
        writeFileSync(beside("containers.json"), JSON.stringify(containers));
        const stack = { name, suffix: "mine", dockerHost: undefined };
        return failedContainers(stack, { ...stack, dockerHost }, began);
    };

    test("are named with the end of their logs, Postgres first", async () => {
        const containers = {
            "dbt-mine": {
                role: "dbt",
                state: { ...running, Health: { Status: "unhealthy", Log: [{ Output: "dbt deps failed" }] } },
                log: "no such package\n",
            },
            "dbt-docs-mine": { role: "dbt-docs", state: running },
            "airflow-init-mine": {
                role: "airflow-init",
                kind: "job",
                state: { ...running, Status: "exited", ExitCode: 1 },
            },
            "postgres-mine": {
                role: "postgres",
                state: { ...running, Status: "exited", ExitCode: 2 },
                log: "no space",
            },
        };
        expect(await found(containers)).toEqual([
            "postgres-mine stopped: exit code 2. The end of its log:\n\nno space\n\nThe whole log: npm run logs -- postgres",
            "dbt-mine is not healthy: dbt deps failed. The end of its log:\n\nno such package\n\n" +
                "The whole log: npm run logs -- dbt",
        ]);
    });

    test("are named without a log if they were told to stop or never started", async () => {
        const state = { ...running, Status: "exited", ExitCode: 0 };
        expect(await found({ "postgres-mine": { role: "postgres", state, log: "shut down" } }, "prod")).toEqual([
            "postgres-mine stopped: exit code 0.\nThe whole log: npm run logs -- --stack prod postgres",
        ]);
    });

    test("are named with another machine, and docker's own command for their log", async () => {
        const containers = { "dbt-mine": { role: "dbt", state: { ...running, Status: "exited", ExitCode: 0 } } };
        expect(await found(containers, "local", "ssh://me@there")).toEqual([
            "dbt-mine on ssh://me@there stopped: exit code 0.\nThe whole log: docker --host ssh://me@there logs dbt-mine",
        ]);
    });

    test("are none if all is well", async () => {
        expect(await found({ "dbt-mine": { role: "dbt", state: running } })).toEqual([]);
    });
});
