import { type RecordedResource } from "../../../commands/interrupted-update/recorded-state";
import { withoutMachine } from "../../../commands/start/without-machine";

const resource = (type: string, more: Partial<RecordedResource> = {}): RecordedResource => ({
    urn: `urn:${type}`,
    type,
    ...more,
});
const volume = "urn:docker:index/volume:Volume";

test("forgets Docker's resources, what was in the volumes, and jobs; and keeps secrets and other servers' databases", () => {
    const { resources } = withoutMachine({
        resources: [
            resource("pulumi:pulumi:Stack"),
            resource("random:index/randomPassword:RandomPassword", { id: "none" }),
            resource("docker:index/volume:Volume", { id: "postgres-data" }),
            resource("docker:index/container:Container", { id: "c1" }),
            resource("pulumi-nodejs:dynamic/docker:JobRun"),
            resource("pulumi:providers:postgresql", { dependencies: ["urn:docker:index/container:Container"] }),
            resource("postgresql:index/role:Role", { deletedWith: volume }),
            resource("postgresql:index/grant:Grant", { deletedWith: "urn:postgresql:index/role:Role" }),
            resource("postgresql:index/database:Database", { dependencies: ["urn:pulumi:providers:postgresql"] }),
        ],
        pending_operations: [{ type: "creating", resource: { type: "a:b:C" } }],
    });
    expect(resources?.map(({ type }) => type)).toEqual([
        "pulumi:pulumi:Stack",
        "random:index/randomPassword:RandomPassword",
        "pulumi:providers:postgresql",
        "postgresql:index/database:Database",
    ]);
});

test("leaves no dependency on what it forgot, which Pulumi would refuse", () => {
    const { resources, pending_operations } = withoutMachine({
        resources: [
            resource("docker:index/container:Container", { id: "c1" }),
            resource("pulumi:providers:postgresql", {
                dependencies: ["urn:docker:index/container:Container", "urn:other"],
                propertyDependencies: { host: ["urn:docker:index/container:Container"], port: null },
            }),
        ],
        pending_operations: [{ type: "creating", resource: { type: "a:b:C" } }],
    });
    expect(resources).toEqual([
        resource("pulumi:providers:postgresql", {
            dependencies: ["urn:other"],
            propertyDependencies: { host: [], port: null },
        }),
    ]);
    expect(pending_operations).toEqual([]);
});
