import { UsageError } from "../../../commands/command-line/attempt";
import { readCommandLine, readPulumiLine, readStackAlone } from "../../../commands/command-line/stack-option";

const read = (...words: string[]) => {
    const { stack, words: rest } = readCommandLine("usage", words);
    return [stack.name, rest];
};

describe("readCommandLine", () => {
    test("takes the stack off the front, and leaves all other words to the program behind the command", () => {
        expect(read()).toEqual(["local", []]);
        expect(read("--stack", "prod", "run", "--stack", "x")).toEqual(["prod", ["run", "--stack", "x"]]);
        expect(read("--stack=acme/prod", "-h")).toEqual(["acme/prod", ["-h"]]);
        expect(read("run", "--help")).toEqual(["local", ["run", "--help"]]);
    });

    test.each([[["--stack"]], [["--stack="]], [["--stack", "--yes"]]])("refuses %j", (words) => {
        expect(() => readCommandLine("usage", words)).toThrow(UsageError);
    });

    test.each([[["--help"]], [["--stack", "prod", "--help"]]])("prints the usage for %j and ends well", (words) => {
        const print = jest.spyOn(console, "log").mockImplementation(() => undefined);
        const exit = jest.spyOn(process, "exit").mockImplementation((code) => {
            throw new Error(`exit ${code}`);
        });
        expect(() => readCommandLine("usage", words)).toThrow("exit 0");
        expect(print).toHaveBeenCalledWith("usage");
        print.mockRestore();
        exit.mockRestore();
    });
});

test("a command that takes only a stack refuses other words", () => {
    expect(readStackAlone("usage", ["--stack", "prod"]).name).toBe("prod");
    expect(() => readStackAlone("usage", ["prod"])).toThrow(new UsageError("Unknown argument: prod"));
});

test("a command that hands words to Pulumi refuses a second stack among them", () => {
    expect(readPulumiLine("usage", ["--stack", "prod", "--refresh"])).toMatchObject({
        stack: { name: "prod" },
        words: ["--refresh"],
    });
    for (const words of [["--yes", "--stack", "prod"], ["--yes", "--stack=prod"], ["-s", "prod"], ["-sprod"]]) {
        expect(() => readPulumiLine("usage", words)).toThrow(
            new UsageError("--stack <name> comes first, before the options of Pulumi"),
        );
    }
});
