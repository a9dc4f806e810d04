import { readOptions, usage } from "../../../commands/preview/options";

describe("npm run preview", () => {
    test.each([
        [[], { stack: "local", json: false, further: [] }],
        [["prod"], { stack: "prod", json: false, further: [] }],
        [["--json", "prod"], { stack: "prod", json: true, further: [] }],
        [["--stack", "prod", "--json"], { stack: "prod", json: true, further: [] }],
        [["--stack=acme/prod"], { stack: "acme/prod", json: false, further: [] }],
        [["prod", "--stack", "prod"], { stack: "prod", json: false, further: [] }],
        [
            ["prod", "--refresh", "--target", "urn:x", "-j"],
            { stack: "prod", json: true, further: ["--refresh", "--target", "urn:x"] },
        ],
    ])("takes %j", (words, options) => {
        expect(readOptions(words)).toEqual(options);
    });

    test.each([
        [["prod", "local"], "takes one stack, not prod and local"],
        [["prod", "--stack", "local"], "takes one stack"],
        [["--stack"], "--stack needs the name of a stack"],
        [["--stack", "--json"], "--stack needs the name of a stack"],
        [["prod", "--show-secrets"], "--show-secrets is not allowed"],
        [["prod", "--show-secrets=true"], "--show-secrets is not allowed"],
    ])("refuses %j", (words, message) => {
        expect(() => readOptions(words)).toThrow(message);
    });

    test("shows help", () => {
        expect(readOptions(["prod", "--help"])).toBeUndefined();
        expect(usage).toContain("--json");
    });
});
