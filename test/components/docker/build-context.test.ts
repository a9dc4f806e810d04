import { chmodSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../../components/docker/build-context";
import { temporaryFolder } from "../../support/fixtures";

describe("fingerprint", () => {
    const folder = temporaryFolder({ Dockerfile: "FROM debian", script: "echo", other: "not copied" });
    const now = () => fingerprint(folder, ["Dockerfile", "script"]);

    test("stays the same when only time stamps or files outside it change", () => {
        const before = now();
        utimesSync(join(folder, "script"), 1, 1);
        writeFileSync(join(folder, "other"), "changed");
        expect(now()).toBe(before);
    });

    test("changes with a file's content, its executable bit and its name", () => {
        const before = now();
        writeFileSync(join(folder, "script"), "echo changed");
        const content = now();
        chmodSync(join(folder, "script"), 0o755);
        const executable = now();
        renameSync(join(folder, "script"), join(folder, "renamed"));
        const renamed = fingerprint(folder, ["Dockerfile", "renamed"]);
        expect(new Set([before, content, executable, renamed]).size).toBe(4);
    });

    test("names a path that does not exist", () => {
        expect(() => fingerprint(folder, ["missing"])).toThrow(/missing/);
    });
});
