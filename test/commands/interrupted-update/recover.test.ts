import { removeRemains } from "../../../commands/destroy/remains";
import { recoverInterruptedUpdate } from "../../../commands/interrupted-update/recover";
import { type SetUp } from "../../../commands/set-up/set-up";
import { type Stack } from "../../../commands/stack/stack";
import { fakeMachines } from "../../support/fake-machines";
import { temporaryFolder } from "../../support/fixtures";

// Each command is a process of its own.
jest.setTimeout(60_000);

const { stack, answer, commands } = fakeMachines();
const there = "ssh://me@there";
const machines: Stack[] = [stack, { ...stack, dockerHost: there }];
const ready = { environment: { PULUMI_BACKEND_URL: `file://${temporaryFolder({})}` } } as unknown as SetUp;
const lists = ["ps", "network ls"].flatMap((list) => ["own", there].map((machine) => `${machine} ${list}`));
const asked = (list: string) => commands().some((command) => command.startsWith(`${list} `));

beforeEach(() => answer({ own: {}, [there]: {} }));

test("what an interrupted update left is looked for on all machines", () => {
    const deployment = { resources: [{ urn: "urn", type: "type", id: "known" }] };
    expect(recoverInterruptedUpdate(ready, stack, machines, deployment)).toEqual({ interrupted: false, exists: true });
    expect(lists.filter((list) => !asked(list))).toEqual([]);
});

test("no machine is asked for what is left of a stack without resources", () => {
    expect(recoverInterruptedUpdate(ready, stack, machines, {})).toEqual({ interrupted: false, exists: false });
    expect(commands()).toEqual([]);
});

test("what is left of a stack that was destroyed is looked for on all machines, volumes and images as well", () => {
    removeRemains(ready, stack, machines);
    const all = [...lists, "own volume ls", `${there} volume ls`, "own images", `${there} images`];
    expect(all.filter((list) => !asked(list))).toEqual([]);
});
