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
        [["prod", "local"], "of one stack, not of prod and local"],
        [["prod", "--stack", "local"], "of one stack"],
        [["--stack"], "--stack wants the name of a stack"],
        [["--stack", "--json"], "--stack wants the name of a stack"],
        [["prod", "--show-secrets"], "--show-secrets is not for a preview"],
        [["prod", "--show-secrets=true"], "--show-secrets is not for a preview"],
    ])("refuses %j", (words, message) => {
        expect(() => readOptions(words)).toThrow(message);
    });

    test("helps", () => {
        expect(readOptions(["prod", "--help"])).toBeUndefined();
        expect(usage).toContain("--json");
    });
});
