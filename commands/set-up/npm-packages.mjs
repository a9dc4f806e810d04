/** The npm packages: `node_modules` in step with the lock file, or `npm ci`. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function npmPackages(project) {
    const lock = readFileSync(join(project, "package-lock.json"));
    const name = createHash("sha256").update(lock).digest("hex");
    const stamp = join(project, "node_modules", ".in-step-with");
    if (read(stamp) === name) {
        return;
    }
    alone(join(tmpdir(), `npm-ci-${createHash("sha256").update(project).digest("hex").slice(0, 16)}`), () => {
        if (read(stamp) === name) {
            return;
        }
        if (!inStep(JSON.parse(lock), join(project, "node_modules", ".package-lock.json"))) {
            install(project);
        }
        writeFileSync(stamp, name);
    });
}

function install(project) {
    const start = Date.now();
    process.stderr.write(`• installing the npm packages …${process.stderr.isTTY ? "" : "\n"}`);
    const { status, stdout, stderr, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
        cwd: project,
        encoding: "utf8",
    });
    const seconds = Math.round((Date.now() - start) / 1000);
    process.stderr.write(process.stderr.isTTY ? ` ${seconds} s\n` : `• installing the npm packages: ${seconds} s\n`);
    if (status === 0) {
        return;
    }
    throw new Error(
        `'npm ci' failed; fix the cause and run it again:\n${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`,
    );
}

/** Whether `node_modules` already matches the lock file, for example after `npm ci`. Peers, which `.npmrc` omits, do not count. */
function inStep(lock, installedFile) {
    const text = read(installedFile);
    if (!text) {
        return false;
    }
    const { packages: installed } = JSON.parse(text);
    const wanted = Object.entries(lock.packages).filter(([path]) => path !== "");
    return (
        wanted.every(([path, { version, optional, peer }]) =>
            installed[path] ? installed[path].version === version : optional || peer,
        ) && Object.keys(installed).every((path) => path in lock.packages)
    );
}

/** Two `npm ci` in one folder would take each other's files away. */
function alone(lock, work) {
    while (!taken(lock)) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    }
    try {
        work();
    } finally {
        rmSync(lock, { force: true });
    }
}

function taken(lock) {
    try {
        writeFileSync(lock, String(process.pid), { flag: "wx" });
        return true;
    } catch (error) {
        if (error.code !== "EEXIST") {
            throw error;
        }
    }
    try {
        process.kill(Number(read(lock)), 0);
    } catch (error) {
        // Left behind by one that was killed.
        if (error.code === "ESRCH") {
            rmSync(lock, { force: true });
        }
    }
    return false;
}

function read(file) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
