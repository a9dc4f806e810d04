/**
 * Runs one of the project's commands: `node commands/run.mjs <command> [arguments]`. Plain JavaScript without any package,
 * since the npm packages are the first thing that may be missing.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npmPackages } from "./set-up/npm-packages.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...rest] = process.argv.slice(2);
const file = ["commands", "tools"].map((folder) => join(project, folder, `${command}.ts`)).find(existsSync);

if (Number(process.versions.node.split(".")[0]) < 20)
    fail(`Node ${process.versions.node} is too old: install Node 20 or newer`);
if (!command || !file) {
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    const known = Object.values(scripts).flatMap((script) => /run\.mjs (\S+)/.exec(script)?.[1] ?? []);
    fail(`usage: node commands/run.mjs <command> [arguments], where <command> is one of ${known.join(", ")}`);
}
try {
    npmPackages(project);
} catch (error) {
    fail(error.message);
}

const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), file, ...rest], { stdio: "inherit" });
// Ctrl-C reaches the command from the terminal by itself; a second copy of it would make Pulumi give up without tidying up.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));

function fail(message) {
    process.stderr.write(`${message}\n`);
    process.exit(1);
}
