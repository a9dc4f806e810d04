import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { staleLock } from "../../../commands/interrupted-update/stale-lock";

let folder: string;
const gone = 2 ** 22 - 1;
const lock = (more: object = {}) => {
    const locks = join(folder, "locks", "organization", "airflow-dbt", "local");
    mkdirSync(locks, { recursive: true });
    const content = { pid: gone, username: "me", hostname: hostname(), timestamp: "2026-11-25T10:00:00Z", ...more };
    writeFileSync(join(locks, "a.json"), JSON.stringify(content));
    // What Pulumi writes beside it.
    writeFileSync(join(locks, "a.json.attrs"), "{}");
};
const look = () => staleLock(folder, "airflow-dbt", "local");

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "airflow-dbt-lock-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a stack without a lock was not interrupted", () => {
    expect(look()).toBeUndefined();
});

test("a lock whose process is gone is stale", () => {
    lock();
    expect(look()).toBe(`process ${gone} of me`);
});

test("a lock whose process runs is refused, and names it", () => {
    lock({ pid: process.pid });
    expect(look).toThrow(`The stack local is being updated by process ${process.pid} of me on ${hostname()}`);
});

test("a lock of another machine is refused with the command that removes it", () => {
    lock({ hostname: "elsewhere" });
    expect(look).toThrow(
        "on elsewhere, since 2026-11-25 10:00:00.\nIf that update does not run any more, run: pulumi cancel",
    );
});
