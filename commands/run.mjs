/**
 * Runs one of the project's commands: `node commands/run.mjs <command> [arguments]`. Plain JavaScript without any package,
 * since the npm packages are the first thing that may be missing.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npmPackages } from "./set-up/npm-packages.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...rest] = process.argv.slice(2);
const file = ["commands", "tools"].map((folder) => join(project, folder, `${command}.ts`)).find(existsSync);

if (Number(process.versions.node.split(".")[0]) < 20) {
    fail(`Node ${process.versions.node} is too old: install Node 20 or newer`);
}
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

// In this process: another one would cost a tenth of a second, and a loader for ES modules another one.
const require = createRequire(import.meta.url);
require("tsx/cjs/api").register();
// Only the tools need it: they load the Pulumi program, which has a dynamic import.
if (file.startsWith(join(project, "tools"))) {
    (await import("tsx/esm/api")).register();
}
process.argv = [process.execPath, file, ...rest];
require(file);

function fail(message) {
    process.stderr.write(`${message}\n`);
    process.exit(1);
}
