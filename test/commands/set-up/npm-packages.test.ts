import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const MODULE = pathToFileURL(resolve(__dirname, "../../../commands/set-up/npm-packages.mjs")).href;
let project: string;

/** A project with one package, and an `npm` that only notes that it was called. */
beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "packages-"));
    mkdirSync(join(project, "node_modules"));
    mkdirSync(join(project, "bin"));
    writeFileSync(join(project, "bin", "npm"), `#!/bin/sh\ntouch called\nexit \${NPM_EXIT:-0}\n`);
    chmodSync(join(project, "bin", "npm"), 0o755);
    const left = {
        "node_modules/b": { version: "1.0.0", optional: true },
        "node_modules/c": { version: "1.0.0", peer: true },
    };
    const packages = { "": {}, "node_modules/a": { version: "1.0.0" }, ...left };
    writeFileSync(join(project, "package-lock.json"), JSON.stringify({ packages }));
});
afterEach(() => rmSync(project, { recursive: true }));

function installed(version: string, peer?: string): void {
    const packages = { "node_modules/a": { version }, ...(peer ? { "node_modules/c": { version: peer } } : {}) };
    writeFileSync(join(project, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}

function npmPackages(environment: Record<string, string> = {}): {
    called: boolean;
    output: string;
    status: number | null;
} {
    rmSync(join(project, "called"), { force: true });
    const code = `import(${JSON.stringify(MODULE)}).then(({ npmPackages }) => npmPackages(${JSON.stringify(project)}))`;
    const env = { ...process.env, PATH: `${join(project, "bin")}:${process.env.PATH}`, ...environment };
    const { status, stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8", env });
    return { called: existsSync(join(project, "called")), output: stderr, status };
}

it("says and does nothing when the packages are those of the lock file", () => {
    installed("1.0.0");
    expect(npmPackages()).toEqual({ called: false, output: "", status: 0 });
    expect(npmPackages()).toEqual({ called: false, output: "", status: 0 });
});

it("installs when there are none, or others", () => {
    expect(npmPackages().called).toBe(true);
    expect(npmPackages().called).toBe(false);
    rmSync(join(project, "node_modules", ".in-step-with"));
    installed("2.0.0");
    const again = npmPackages();
    expect(again.called).toBe(true);
    expect(again.output).toContain("installing the npm packages");
});

it("keeps an installed peer, and replaces one of another version", () => {
    installed("1.0.0", "1.0.0");
    expect(npmPackages().called).toBe(false);
    rmSync(join(project, "node_modules", ".in-step-with"));
    installed("1.0.0", "2.0.0");
    expect(npmPackages().called).toBe(true);
});

it("tries again after a failure, which it tells", () => {
    const failed = npmPackages({ NPM_EXIT: "1" });
    expect(failed.status).toBe(1);
    expect(failed.output).toContain("'npm ci' failed");
    expect(npmPackages().called).toBe(true);
});
