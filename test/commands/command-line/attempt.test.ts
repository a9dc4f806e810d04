import { parseArgs } from "node:util";
import { attempt, UsageError } from "../../../commands/command-line/attempt";

/** How a process with this command ends, and what it prints to standard error. */
function ended(command: () => number): Promise<{ code: unknown; printed: unknown[] }> {
    return new Promise((resolve) => {
        const print = jest.spyOn(console, "error").mockImplementation(() => undefined);
        const exit = jest.spyOn(process, "exit").mockImplementation((code) => {
            const printed = print.mock.calls.flat() as unknown[];
            print.mockRestore();
            exit.mockRestore();
            resolve({ code, printed });
            return undefined as never;
        });
        attempt("the usage", command);
    });
}

const fail = (error: Error) => () => {
    throw error;
};

test("ends with the command's exit code", async () => {
    expect(await ended(() => 3)).toEqual({ code: 3, printed: [] });
});

test("shows the message of an error and ends with 1", async () => {
    expect(await ended(fail(new Error("it failed")))).toEqual({ code: 1, printed: ["it failed"] });
});

test("shows the usage after a wrong option and ends with 2", async () => {
    const wrong = { code: 2, printed: ["Which stack?\n\nthe usage"] };
    expect(await ended(fail(new UsageError("Which stack?")))).toEqual(wrong);
    const { code, printed } = await ended(() => {
        parseArgs({ args: ["--force"], options: {} });
        return 0;
    });
    expect(code).toBe(2);
    expect(printed[0]).toMatch(/Unknown option '--force'/);
});
