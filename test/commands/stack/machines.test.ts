import { askMachines, logCommand, machines } from "../../../commands/stack/machines";
import { fakeMachines } from "../../support/fake-machines";

// Each command is a process of its own.
jest.setTimeout(60_000);

const { stack, setWorkers, answer, commands } = fakeMachines();
const there = "ssh://me@there";
const gone = "ssh://me@gone";
const far = { ...stack, dockerHost: there };

describe("the machines of a stack", () => {
    test("are its own, if no worker is elsewhere", () => {
        expect(machines(stack)).toEqual([stack]);
        setWorkers([{ name: "near" }]);
        expect(machines(stack)).toEqual([stack]);
        setWorkers("");
        expect(machines(stack)).toEqual([stack]);
    });

    test("are its own and each other one once", () => {
        const workers = [{ name: "a", docker: there }, { name: "b" }, { name: "c", docker: there }];
        setWorkers(workers);
        expect(machines(stack)).toEqual([stack, far]);
        expect(machines(far)).toEqual([far]);
        setWorkers(JSON.stringify(workers));
        expect(machines(stack)).toEqual([stack, far]);
    });

    test.each([
        [[{ name: "a", docker: "ssh://-oProxyCommand=x" }], "worker a: its host begins with -"],
        [[{ name: "a", docker: { secure: "v1:abc" } }], "worker a has a docker that is no address"],
        ["[", "its value cannot be read"],
    ])("are refused with the file, the setting and the fix: %j", (workers, wrong) => {
        setWorkers(workers);
        expect(() => machines(stack)).toThrow(
            new RegExp(
                `Pulumi.local.yaml: workers: ${wrong}[^]*\n` +
                    "pulumi config set --stack local --path 'workers\\[<number>\\].<field>' <value>$",
            ),
        );
    });

    test("are refused if the setting is encrypted", () => {
        setWorkers({ secure: "v1:abc" });
        expect(() => machines(stack)).toThrow(
            /Pulumi\.local\.yaml: workers is encrypted, [^]*: pulumi config rm --stack local workers$/,
        );
    });
});

describe("asking the machines", () => {
    test("starts no process if there is only one", async () => {
        expect(await askMachines(stack)).toEqual({ answering: [stack], silent: [] });
        expect(commands()).toEqual([]);
    });

    test("tells which do not answer, and asks the stack's own nothing", async () => {
        setWorkers([
            { name: "a", docker: gone },
            { name: "b", docker: there },
        ]);
        answer({ [there]: {} });
        expect(await askMachines(stack)).toEqual({
            answering: [stack, far],
            silent: [{ ...stack, dockerHost: gone }],
        });
        expect(commands().sort()).toEqual([`${gone} version`, `${there} version`]);
        expect(console.error).toHaveBeenCalledTimes(1);
        expect(console.error).toHaveBeenCalledWith(
            "• the Docker engine ssh://me@gone of the setting workers does not answer. This must work without a prompt:\n" +
                "  docker --host ssh://me@gone version",
        );
    });
});

test("the log of a container elsewhere has docker's own command: the stack's machine may have one of that name", () => {
    const dbt = { name: "dbt-mine", role: "dbt", kind: "service", running: true, status: "", healthy: true } as const;
    expect(logCommand(stack, stack, dbt)).toBe("npm run logs -- dbt");
    expect(logCommand(stack, far, dbt)).toBe("docker --host ssh://me@there logs dbt-mine");
});
