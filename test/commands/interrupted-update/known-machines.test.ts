import { knownMachines } from "../../../commands/interrupted-update/known-machines";

const own = { name: "local", suffix: "mine", dockerHost: undefined };
const [far, other] = ["ssh://me@there", "ssh://me@elsewhere"].map((dockerHost) => ({ ...own, dockerHost }));
const provider = (inputs: Record<string, unknown>) => ({ urn: "urn", type: "pulumi:providers:docker", inputs });

test("another machine is the stack's once the state has a provider for its engine", () => {
    const resources = [provider({}), provider({ host: far.dockerHost, version: "5.2.0" })];
    expect(knownMachines([own, far, other], { resources })).toEqual([own, far]);
});

test("the stack's own machine always is", () => {
    expect(knownMachines([own, far], {})).toEqual([own]);
    expect(knownMachines([own], { resources: [{ urn: "urn", type: "other", inputs: { host: "" } }] })).toEqual([own]);
});
