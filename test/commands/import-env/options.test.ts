import { readOptions, usage } from "../../../commands/import-env/options";

test("the options may stand in any order", () => {
    expect(readOptions([".env.prod", "--stack", "prod"])).toEqual({
        file: ".env.prod",
        stack: "prod",
        dryRun: false,
        yes: false,
        create: false,
    });
    expect(readOptions(["--yes", "--create", "--stack=prod", "--dry-run", ".env"])).toEqual({
        file: ".env",
        stack: "prod",
        dryRun: true,
        yes: true,
        create: true,
    });
    expect(readOptions(["--stack", "prod", ".env"])).toMatchObject({ file: ".env", stack: "prod" });
    expect(readOptions(["--help"])).toBeUndefined();
    expect(usage).toContain("--dry-run");
});

test.each([
    [[], "Which env file?"],
    [[".env"], "Which stack?"],
    [["a", "b", "--stack", "prod"], "One env file at a time"],
    [[".env", "--stack", "prod", "--force"], "Unknown option '--force'"],
    [[".env", "--stack"], "argument missing"],
])("%j is refused", (words, message) => {
    expect(() => readOptions(words)).toThrow(message);
});
