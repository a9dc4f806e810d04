import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { removeHalfMadeDatabases } from "../../../commands/interrupted-update/half-made-databases";
import { type PendingOperation } from "../../../commands/interrupted-update/recorded-state";
import { fakeDocker } from "../../support/fake-docker";

/** Stands in for the docker command line: lists the containers, and notes the statements. `full` is a database with tables. */
const beside = fakeDocker(`#!/bin/sh
folder=$(dirname "$0")
echo "$1" >> "$folder/commands"
if [ "$1" = ps ]; then cat "$folder/containers"; exit; fi
for last; do :; done
case "$last $8" in
    select*full) echo 7 ;;
    select*missing) exit 2 ;;
    select*) echo 0 ;;
    *) echo "$last" >> "$folder/statements"; echo "$last" ;;
esac
`);
const stack = { name: "local", suffix: "mine", dockerHost: undefined };
const operation = (type: PendingOperation["type"], resource: string, name: string): PendingOperation => ({
    type,
    resource: { type: `postgresql:index/${resource}`, inputs: { name } },
});
const database = (name: string) => operation("creating", "database:Database", name);
const postgres = (state = "running") =>
    ["postgres-mine", "postgres", "service", state, "Up 1 minute (healthy)", "airflow-mine"].join("\t");
let said: string;

function removed(pending: PendingOperation[], container = postgres()): string[] {
    writeFileSync(beside("containers"), container);
    writeFileSync(beside("statements"), "");
    removeHalfMadeDatabases(stack, { pending_operations: pending });
    return readFileSync(beside("statements"), "utf8").split("\n").filter(Boolean);
}

beforeEach(() => {
    said = "";
    jest.spyOn(console, "log").mockImplementation((line: string) => void (said += `${line}\n`));
});
afterEach(() => jest.restoreAllMocks());

test("removes empty databases, then roles, whose creation an interrupted update did not note", () => {
    const pending = [operation("creating", "role:Role", "analytics"), database("analytics")];
    expect(removed(pending)).toEqual(['drop database "analytics"', 'drop role "analytics"']);
    expect(said).toContain("removed the database analytics, which an interrupted update had begun to create");
});

test("leaves what has tables, does not exist, was about to be changed, or has a name that needs care", () => {
    expect(removed([database("full"), database("missing"), database('x"; drop database airflow')])).toEqual([]);
    expect(removed([operation("updating", "role:Role", "airflow"), operation("deleting", "role:Role", "old")])).toEqual(
        [],
    );
});

test("asks no server that does not run, or is not the stack's", () => {
    expect(removed([database("analytics")], postgres("exited"))).toEqual([]);
    expect(removed([database("analytics")], "")).toEqual([]);
});

test("does not ask Docker at all if nothing was being created", () => {
    expect(removed([])).toEqual([]);
    expect(removed([operation("updating", "role:Role", "airflow")])).toEqual([]);
    expect(existsSync(beside("commands"))).toBe(false);
});
