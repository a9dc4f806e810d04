const { execFileSync } = require("node:child_process");
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** After a test file with a failure, keeps the logs of all containers of the tests' stacks in `test-output/logs`. */
module.exports = class KeepLogs {
    onTestFileResult(test, result) {
        if (result.numFailingTests === 0 && !result.testExecError) {
            return;
        }
        const folder = join("test-output", "logs", test.path.split("/").at(-1));
        mkdirSync(folder, { recursive: true });
        const docker = (...words) =>
            execFileSync("docker", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        const { suffix } = JSON.parse(process.env.AIRFLOW_DBT_SHARED_STACK ?? '{"suffix":"none"}');
        for (const name of docker("ps", "--all", "--format", "{{.Names}}", "--filter", `name=-${suffix}$`)
            .split("\n")
            .filter(Boolean)) {
            const log = execFileSync("sh", ["-c", 'docker logs --timestamps "$1" 2>&1', "logs", name]);
            writeFileSync(join(folder, `${name}.log`), log);
        }
        process.stderr.write(`    … logs of the containers: ${folder}\n`);
    }
};
