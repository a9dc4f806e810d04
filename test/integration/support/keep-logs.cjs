const { execFileSync } = require("node:child_process");
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** After a test file with a failure, keeps the logs of the shared stacks' containers in `test-output/logs`. */
module.exports = class KeepLogs {
    onTestFileResult(test, result) {
        if (result.numFailingTests === 0 && !result.testExecError) {
            return;
        }
        const folder = join("test-output", "logs", test.path.split("/").at(-1));
        mkdirSync(folder, { recursive: true });
        const docker = (...words) =>
            execFileSync("docker", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        const stacks = JSON.parse(process.env.AIRFLOW_DBT_SHARED_STACKS ?? "[]");
        const filters = stacks.flatMap(({ suffix }) => ["--filter", `name=-${suffix}$`]);
        const names = filters.length === 0 ? "" : docker("ps", "--all", "--format", "{{.Names}}", ...filters);
        for (const name of names.split("\n").filter(Boolean)) {
            const log = execFileSync("sh", ["-c", 'docker logs --timestamps "$1" 2>&1', "logs", name]);
            writeFileSync(join(folder, `${name}.log`), log);
        }
        process.stderr.write(`    … logs of the containers: ${folder}\n`);
    }
};
