import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsOfHost, sources } from "../../../offline/debian-tree";
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

describe("the Debian mirrors of this machine", () => {
    it("are read from lines", () => {
        writeFileSync(
            join(folder, "sources.list"),
            "# deb http://old/debian bookworm main\ndeb [arch=amd64] http://mirror/debian bookworm main contrib\ndeb http://mirror/debian-security bookworm-security main\n",
        );
        expect(sources(folder)).toEqual({ mirror: "http://mirror/debian", security: "http://mirror/debian-security" });
    });

    it("are read from paragraphs, among others' sources", () => {
        mkdirSync(join(folder, "sources.list.d"));
        writeFileSync(join(folder, "sources.list.d", "a.list"), "deb https://packages.example/apt sdk-bookworm main\n");
        writeFileSync(
            join(folder, "sources.list.d", "debian.sources"),
            "Types: deb\nURIs: http://m/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\nTypes: deb\nURIs: http://m/debian-security\nSuites: bookworm-security\nComponents: main\n",
        );
        expect(sources(folder)).toEqual({ mirror: "http://m/debian", security: "http://m/debian-security" });
    });

    it("are missed with a message", () => expect(() => sources(folder)).toThrow("no Debian mirror"));
});

it("puts no password of a package index into the image", () => {
    const environment = { PIP_INDEX_URL: "https://me:secret@index/simple", UV_DEFAULT_INDEX: "https://index/simple" };
    expect(settingsOfHost(environment, false)).toEqual(["ENV UV_DEFAULT_INDEX=https://index/simple"]);
    expect(settingsOfHost({}, true).join()).toContain("PIP_CERT=/etc/ssl/certs/ca-certificates.crt");
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
