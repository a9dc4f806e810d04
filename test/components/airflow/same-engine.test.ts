import { readFileSync, writeFileSync } from "node:fs";
import { anotherEngine } from "../../../components/airflow/same-engine";
import { fakeDocker } from "../../support/fake-docker";

/** Stands in for the docker command line: an engine that has what its file holds, and does not answer if there is none. */
const beside = fakeDocker(`#!/bin/sh
folder=$(dirname "$0")
echo "$*" >> "$folder/commands"
cat "$folder/containers"
`);
const scheduler = "airflow-scheduler-test";
const check = (former: object, engine: string) => anotherEngine(former, { scheduler: "of no account", engine });

test("an engine that has the scheduler is the same one under another address", async () => {
    writeFileSync(beside("containers"), "0123456789ab\n");
    expect(await check({ scheduler, engine: "" }, "ssh://me@here")).toEqual([]);
    expect(readFileSync(beside("commands"), "utf8")).toBe(
        `--host ssh://me@here ps --all --quiet --filter name=^${scheduler}$\n`,
    );
});

test("an engine without the scheduler is another one, and refused", async () => {
    writeFileSync(beside("containers"), "");
    expect(await check({ scheduler, engine: "" }, "ssh://me@elsewhere")).toEqual([
        {
            property: "dockerHost",
            reason:
                "airflow-scheduler-test is not on ssh://me@elsewhere: the containers and data of this stack are on the Docker engine of " +
                "this machine, and do not move. Put the setting dockerHost, or DOCKER_HOST, back and run npm start. To move the stack, run npm run " +
                "destroy before the change",
        },
    ]);
    expect((await check({ scheduler, engine: "ssh://me@elsewhere" }, ""))[0].reason).toContain(
        "is not on the Docker engine of this machine: the containers and data of this stack are on ssh://me@elsewhere",
    );
});

test("an engine that does not answer is left to the update, and a preview may run where it cannot be reached", async () => {
    expect(await check({ scheduler, engine: "" }, "ssh://me@elsewhere")).toEqual([]);
});

test("nobody is asked if the address is the same, or was not noted", async () => {
    expect(await check({ scheduler, engine: "ssh://me@here" }, "ssh://me@here")).toEqual([]);
    expect(await check({ scheduler }, "ssh://me@here")).toEqual([]);
    expect(await check({}, "ssh://me@here")).toEqual([]);
    expect(() => readFileSync(beside("commands"))).toThrow("ENOENT");
});
