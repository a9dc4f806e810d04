import { Root } from "protobufjs";

/** The part of BuildKit's `StatusResponse` that holds the output of the build steps (moby/buildkit, api/services/control/control.proto). */
const status = Root.fromJSON({
    nested: {
        VertexLog: { fields: { msg: { type: "bytes", id: 4 } } },
        StatusResponse: { fields: { logs: { rule: "repeated", type: "VertexLog", id: 3 } } },
    },
}).lookupType("StatusResponse");

/** How a build went, by the engine's answer. */
export interface BuildLog {
    /** What the build steps printed. */
    output: string;
    /** Undefined: the image was built. */
    error: string | undefined;
}

/** Reads the engine's answer to a build with BuildKit: a JSON object per line, with BuildKit's own messages in base64. */
export function buildLog(answer: string): BuildLog {
    const lines = answer
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => JSON.parse(line) as { id?: string; aux?: string; error?: string; message?: string });
    const output = lines
        .filter(({ id }) => id === "moby.buildkit.trace")
        .flatMap(({ aux }) => {
            const { logs } = status.decode(Buffer.from(aux ?? "", "base64")) as unknown as { logs: { msg: Buffer }[] };
            return logs.map(({ msg }) => Buffer.from(msg).toString());
        })
        .join("");
    return { output, error: lines.map(({ error, message }) => error ?? message).find((text) => text !== undefined) };
}
