import * as pulumi from "@pulumi/pulumi";
import { docker } from "../../../components/docker/docker-cli";
import { DockerHost } from "../../../components/docker/host";
import { stopFormerProxy } from "../../../components/proxy/former-proxy";
import { registered } from "../../../tools/mocked/registered";

jest.mock("../../../components/docker/docker-cli", () => ({ docker: jest.fn() }));

const answers = docker as jest.MockedFunction<typeof docker>;

/** The docker commands that a program runs before its resources. */
async function commands({ tls = false, running = "" }): Promise<string[]> {
    answers.mockReset();
    answers.mockImplementation((_engine, [command]) => Promise.resolve(command === "ps" ? running : ""));
    await registered(async () => {
        const host = new DockerHost("docker", {
            suffix: "test",
            address: "ssh://me@elsewhere",
            bindAddress: "127.0.0.1",
            tls,
        });
        await stopFormerProxy("proxy", host);
    });
    expect(answers.mock.calls.every(([engine]) => engine === "ssh://me@elsewhere")).toBe(true);
    return answers.mock.calls.map(([, words]) => words.join(" "));
}

const look = "ps --quiet --filter name=^proxy-test$ --filter label=airflow-dbt.stack=local";

test("a proxy that the program has no longer is stopped, so that others get its ports", async () => {
    expect(await commands({ running: "0123456789ab" })).toEqual([look, "stop 0123456789ab"]);
});

test("nothing is stopped where there is none, or where it stays", async () => {
    expect(await commands({})).toEqual([look]);
    expect(await commands({ tls: true, running: "0123456789ab" })).toEqual([]);
});

test("a preview stops nothing", async () => {
    const isDryRun = jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
    try {
        expect(await commands({ running: "0123456789ab" })).toEqual([]);
    } finally {
        isDryRun.mockRestore();
    }
});

test("an engine that does not answer is reported by the first resource, not here", async () => {
    answers.mockRejectedValue(new Error("Cannot connect to the Docker daemon"));
    const { result } = await registered(async () => {
        const host = new DockerHost("docker", { suffix: "test", bindAddress: "127.0.0.1" });
        await stopFormerProxy("proxy", host);
        return "done";
    });
    expect(result).toBe("done");
});
