import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Builds from "../../../commands/set-up/builds";

let folder: string;
let builds: typeof Builds;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "builds-"));
    process.env.XDG_CACHE_HOME = folder;
    builds = await import("../../../commands/set-up/builds");
});

afterAll(() => rmSync(folder, { recursive: true }));

it("builds once, however many ask", async () => {
    let times = 0;
    const build = async (target: string): Promise<void> => {
        times += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        writeFileSync(join(target, "program"), "x");
    };
    const places = await Promise.all([1, 2, 3].map(() => builds.built("thing", build)));
    expect(times).toBe(1);
    expect(new Set(places).size).toBe(1);
    expect(readFileSync(join(String(places[0]), "program"), "utf8")).toBe("x");
});

it("leaves nothing of a build that failed", async () => {
    const broken = builds.built("broken", (target) => {
        writeFileSync(join(target, "half"), "x");
        return Promise.reject(new Error("no"));
    });
    await expect(broken).rejects.toThrow("no");
    expect(readdirSync(join(folder, "airflow-dbt", "builds")).filter((name) => name.startsWith("broken"))).toEqual([]);
    expect(existsSync(join(folder, "airflow-dbt", "locks", "broken"))).toBe(false);
});

it("does not wait for a process that is gone", async () => {
    mkdirSync(join(folder, "airflow-dbt", "locks"), { recursive: true });
    writeFileSync(join(folder, "airflow-dbt", "locks", "orphan"), "99999999");
    expect(await builds.alone("orphan", () => Promise.resolve("done"))).toBe("done");
});

it("tells one state of the sources from another", () => {
    const sources = mkdtempSync(join(folder, "sources-"));
    mkdirSync(join(sources, "inner"));
    writeFileSync(join(sources, "inner", "a"), "1");
    const first = builds.fingerprint([sources], "v1");
    expect(builds.fingerprint([sources], "v1")).toBe(first);
    expect(builds.fingerprint([sources], "v2")).not.toBe(first);
    writeFileSync(join(sources, "inner", "a"), "2");
    expect(builds.fingerprint([sources], "v1")).not.toBe(first);
});
