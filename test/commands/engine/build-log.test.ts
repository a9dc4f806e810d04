import { buildLog } from "../../../commands/engine/build-log";

/** A field of type bytes, as protobuf encodes it; the content is short. */
const field = (id: number, content: Buffer) => Buffer.concat([Buffer.from([(id << 3) | 2, content.length]), content]);
/** A line of the engine's answer with what a build step printed, beside the step's digest and the stream's number. */
const trace = (text: string) => {
    const log = Buffer.concat([field(1, Buffer.from("sha256:1")), Buffer.from([0x18, 1]), field(4, Buffer.from(text))]);
    const vertex = field(1, field(3, Buffer.from("[python 1/2] RUN true")));
    const status = Buffer.concat([vertex, field(3, log)]);
    return JSON.stringify({ id: "moby.buildkit.trace", aux: status.toString("base64") });
};

test("the output of the build steps is read from BuildKit's messages", () => {
    const answer = [
        trace("one\n"),
        trace("zwei: ü\n"),
        JSON.stringify({ id: "moby.image.id", aux: { ID: "sha256:2" } }),
        "",
    ];
    expect(buildLog(answer.join("\n"))).toEqual({ output: "one\nzwei: ü\n", error: undefined });
});

test("a failed build has an error, and so has a request that the engine refuses", () => {
    const failed = [trace("no such package\n"), JSON.stringify({ errorDetail: {}, error: "exit code: 1" })].join("\n");
    expect(buildLog(failed)).toEqual({ output: "no such package\n", error: "exit code: 1" });
    expect(buildLog(JSON.stringify({ message: "dockerfile not found" })).error).toBe("dockerfile not found");
});
