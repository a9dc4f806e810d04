import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsOfHost, sources } from "../debian-tree";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "debian-tree-"))));
afterEach(() => rmSync(folder, { recursive: true }));

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
