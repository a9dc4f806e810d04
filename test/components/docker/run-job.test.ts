import { readFileSync, writeFileSync } from "node:fs";
import { runJob } from "../../../components/docker/run-job";
import { fakeDocker } from "../../support/fake-docker";

/**
 * Stands in for the docker command line: a file holds the containers, another one the commands that were given. The job's container
 * runs the script `job`, which speaks as a job does.
 */
const docker = `#!${process.execPath}
const fs = require("node:fs");
const folder = __dirname;
const read = () => JSON.parse(fs.readFileSync(folder + "/containers.json", "utf8"));
const write = (containers) => fs.writeFileSync(folder + "/containers.json", JSON.stringify(containers));
let words = process.argv.slice(2);
const say = (text) => process.stdout.write(text + "\\n");
if (words[0] === "--host") words = words.slice(2);
fs.appendFileSync(folder + "/commands", words.filter((word) => !/^{{/.test(word)).join(" ") + "\\n");
const containers = read();
const names = words.filter((word) => word in containers);
const set = (state) => write({ ...containers, ...Object.fromEntries(names.map((name) => [name, { ...containers[name], ...state }])) });
switch (words[0]) {
    case "ps": say(Object.keys(containers).join("\\n")); break;
    case "wait": say(String(containers.job.exitCode)); break;
    case "logs": say("the end of the log"); break;
    case "stop": containers.refuses ? (process.stderr.write("permission denied"), process.exit(1)) : set({ running: false }); break;
    case "inspect": {
        const format = words[2];
        for (const name of names) {
            const { running, image, startedAt } = containers[name];
            say(format.replace("{{.Name}}", "/" + name).replace("{{.State.Running}}", running).replace("{{.Image}}", image)
                .replace("{{.State.StartedAt}}", startedAt).replace(/{{if.*/, "healthy"));
        }
        break;
    }
    case "start":
        if (containers.job.broken) { process.stderr.write("no such image"); process.exit(1); }
        if (!names.includes("job")) { set({ running: true }); break; }
        write({ ...containers, job: { ...containers.job, startedAt: "later" } });
        require(folder + "/job.cjs");
}
`;

/** A job that asks for its services to be stopped. */
const asking = `
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
    require("node:fs").appendFileSync(__dirname + "/heard", line + "\\n");
    if (/^key/.test(line)) console.log("a line before\\nprogram: stop the services: a migration");
    if (/^(stopped|failed)/.test(line)) { console.log("program: migrating …\\nnot for people"); process.exit(0); }
});`;

/** A job that needs nothing. */
const modest = `process.stdin.on("data", (line) => { require("node:fs").appendFileSync(__dirname + "/heard", line); process.exit(0); });`;

// Each command is a process of its own.
jest.setTimeout(60_000);

const beside = fakeDocker(docker);
const told: string[] = [];
const inputs = {
    container: "job",
    job: "job",
    handover: { secret: "key" },
    services: { draining: ["worker"], drainSeconds: 600, others: ["server", "absent"] },
};

const lines = (file: string) => readFileSync(beside(file), "utf8").trimEnd().split("\n");
const given = (job: object, more: object = {}, script = asking) => {
    const service = { running: true, image: "former" };
    const all = {
        job: { image: "new", startedAt: "never", exitCode: 0, ...job },
        worker: service,
        server: service,
        ...more,
    };
    writeFileSync(beside("containers.json"), JSON.stringify(all));
    writeFileSync(beside("job.cjs"), script);
};
const commands = (word: string) => lines("commands").filter((line) => line.startsWith(`${word} `));
const run = (former?: string) => runJob(inputs, former, (line) => told.push(line));

beforeEach(() => {
    told.length = 0;
});

describe("a job that asks for its services to be stopped", () => {
    test("has them stopped in their order, and is told when and how to reach them", async () => {
        given({});
        await run();
        expect(commands("stop")).toEqual(["stop --time 600 worker", "stop --time 20 server"]);
        const [key, stopped] = lines("heard");
        expect(key).toBe("key");
        expect(JSON.parse(stopped.replace("stopped ", ""))).toEqual({
            docker: "docker",
            job: "job",
            stopped: ["worker", "server"],
        });
        expect(told).toEqual([
            "job needs the services to stop: a migration",
            "stopping worker: running tasks get 600 seconds to finish",
            "stopping server",
            "program: migrating …",
        ]);
    });

    test("has those killed soon that lose nothing", async () => {
        given({});
        await runJob({ ...inputs, services: { ...inputs.services, workless: ["server"] } }, undefined, () => undefined);
        expect(commands("stop")).toEqual(["stop --time 600 worker", "stop --time 2 server"]);
    });

    test("leaves services of another image stopped, since the update replaces them", async () => {
        given({});
        await run();
        expect(commands("start")).toEqual(["start --attach --interactive job"]);
    });

    test("has those of its own image started again", async () => {
        given({ image: "former" });
        await run();
        expect(commands("start")).toContain("start worker server");
    });

    test("leaves those that hold the former secret stopped", async () => {
        given({ image: "former" });
        await run("former key");
        expect(lines("heard")[0]).toBe("key,former key");
        expect(commands("start")).toEqual(["start --attach --interactive job"]);
    });

    test("that fails without a change: they start again, and the error says so", async () => {
        given({ exitCode: 1 });
        await expect(run()).rejects.toThrow(
            /exit code 1. The end of its log:\n\nthe end of the log\n\nStarted again: worker, server\./,
        );
        expect(commands("start")).toContain("start worker server");
    });

    test("that fails halfway: they stay stopped, and the error says so", async () => {
        given({ exitCode: 2 });
        await expect(run()).rejects.toThrow(/Still stopped: worker, server\./);
        expect(commands("start")).toEqual(["start --attach --interactive job"]);
    });

    test("is told if they cannot be stopped", async () => {
        given({ exitCode: 1 }, { refuses: true });
        await expect(run()).rejects.toThrow(/exit code 1/);
        expect(lines("heard")[1]).toBe("failed docker stop: permission denied");
    });
});

describe("a job that asks for nothing", () => {
    test("leaves the services alone", async () => {
        given({}, {}, modest);
        await run();
        expect(commands("stop")).toEqual([]);
        expect(told).toEqual([]);
    });

    test("starts those of its own image that an interrupted update had stopped", async () => {
        given({ image: "former" }, { worker: { running: false, image: "former" } }, modest);
        await run();
        expect(commands("start")).toContain("start worker");
        expect(told).toEqual(["starting worker"]);
    });
});

test("a job that cannot be started is an error with the cause, not a success", async () => {
    given({ broken: true });
    await expect(run()).rejects.toThrow("job was not started: no such image");
});

test("one that still runs for an interrupted update is waited for first", async () => {
    given({ running: true }, {}, modest);
    await run();
    expect(commands("wait")).toHaveLength(2);
    expect(told[0]).toMatch(/job still runs/);
});
