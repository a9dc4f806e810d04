import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { pauseTasks, resumeTasks } from "../../../components/airflow/pause-tasks";
import { fakeDocker } from "../../support/fake-docker";

/** Stands in for the docker command line: answers by its first word, and notes the commands. Of several exit codes, the last one stays. */
const docker = `#!/bin/sh
folder=$(dirname "$0")
echo "$*" >> "$folder/commands"
case $1 in
    inspect) cat "$folder/running" 2> /dev/null || exit 1 ;;
    exec)
        echo "waiting for 1 running task …"
        echo "an error" >&2
        code=$(head -n 1 "$folder/code")
        [ "$(wc -l < "$folder/code")" -gt 1 ] && sed -i 1d "$folder/code"
        exit "$code" ;;
esac
`;

const beside = fakeDocker(docker);
let told: string[];
const scheduler = { scheduler: "scheduler-test", seconds: 60 };
const given = ({ running = "true", codes = [0] }: { running?: string; codes?: number[] }) => {
    writeFileSync(beside("running"), running);
    writeFileSync(beside("code"), codes.map((code) => `${code}\n`).join(""));
};
const commands = () =>
    readFileSync(beside("commands"), "utf8")
        .trimEnd()
        .split("\n")
        .filter((line) => !line.startsWith("inspect"));
const pause = () => pauseTasks(scheduler, (line) => told.push(line));

const resume = (patience?: number) => resumeTasks(scheduler, (line) => told.push(line), patience);

beforeEach(() => {
    told = [];
});

test("waits for the scheduler's running tasks and shows the progress", async () => {
    given({});
    await pause();
    expect(commands()).toEqual(["exec scheduler-test airflow-pause --seconds 60"]);
    expect(told).toEqual(["waiting for 1 running task …"]);
});

test("stops a scheduler whose image cannot pause, with time for its tasks", async () => {
    given({ codes: [127] });
    await pause();
    expect(commands()).toEqual(["exec scheduler-test airflow-pause --seconds 60", "stop --time 60 scheduler-test"]);
});

test("lets the update go on if the scheduler does not answer, and says so", async () => {
    given({ codes: [1] });
    await pause();
    expect(told.at(-1)).toBe("scheduler-test did not pause its tasks: an error");
});

test("leaves a scheduler alone that does not run, or does not exist", async () => {
    given({ running: "false" });
    await pause();
    await resume();
    rmSync(beside("running"));
    await pause();
    expect(commands()).toEqual([]);
});

test("resumes once if the scheduler answers, or cannot pause", async () => {
    for (const code of [0, 127]) {
        given({ codes: [code] });
        rmSync(beside("commands"), { force: true });
        await resume();
        expect(commands()).toEqual(["exec scheduler-test airflow-resume"]);
    }
});

test("asks a scheduler that is restarting again", async () => {
    given({ codes: [1, 0] });
    await resume();
    expect(commands()).toEqual(["exec scheduler-test airflow-resume", "exec scheduler-test airflow-resume"]);
});

test("says so if the scheduler cannot be told", async () => {
    given({ codes: [1] });
    await resume(0);
    expect(told.at(-1)).toBe(
        "scheduler-test did not let tasks start again; they start in 10 minutes at the latest: an error",
    );
});
