import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, engineAddress } from "../../../commands/set-up/engine-api";
import { fits } from "../../../commands/set-up/versions";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "machine-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("versions", () => {
    it.each([
        ["3.220.0", true],
        ["v3.256.1", true],
        ["3.219.9", false],
        ["4.0.0", false],
        ["0", false],
    ])("%s fits 3.220.0: %s", (version, expected) => expect(fits(version, "3.220.0")).toBe(expected));
});

describe("the Docker engine", () => {
    it("is the one that docker would take", () => {
        const meta = join(folder, "contexts", "meta", createHash("sha256").update("far").digest("hex"));
        mkdirSync(meta, { recursive: true });
        writeFileSync(join(meta, "meta.json"), JSON.stringify({ Endpoints: { docker: { Host: "ssh://far" } } }));
        expect(engineAddress({ DOCKER_CONFIG: folder })).toBe("unix:///var/run/docker.sock");
        writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "far" }));
        expect(engineAddress({ DOCKER_CONFIG: folder })).toBe("ssh://far");
        expect(engineAddress({ DOCKER_CONFIG: folder, DOCKER_HOST: "tcp://near:2375" })).toBe("tcp://near:2375");
    });

    it("is asked through its socket", async () => {
        const socket = join(folder, "engine.sock");
        expect(await ask(`unix://${socket}`, "/_ping")).toBe("ENOENT");
        const engine = createServer((_request, response) => response.end("OK"));
        await new Promise<void>((resolve) => engine.listen(socket, resolve));
        expect(await ask(`unix://${socket}`, "/_ping")).toBe(200);
        engine.closeAllConnections();
        await new Promise((resolve) => engine.close(resolve));
    });
});
