import * as pulumi from "@pulumi/pulumi";
import { Job } from "../../../components/docker/job";
import { dockerHost, image } from "../../support/fixtures";
import { only, registered } from "../../../tools/mocked/registered";

const build = (address?: string) =>
    registered(() => {
        const host = dockerHost(address);
        return new Job("migrate", { host, image: image(host), command: ["migrate", "--now"] });
    });

describe("Job", () => {
    test("makes its container without starting it, since only the run looks at the exit code", async () => {
        const { resources } = await build();
        const container = only(resources, "docker:index/container:Container", "migrate");
        expect(container.inputs).toMatchObject({
            name: "migrate-test",
            command: ["migrate", "--now"],
            start: false,
            mustRun: false,
            restart: "no",
        });
        expect(container.deleteBeforeReplace).toBe(true);
        expect(container.parent).toBe("migrate");
    });

    test("runs that very container, once for each", async () => {
        const { resources } = await build();
        const run = only(resources, "pulumi-nodejs:dynamic/docker:JobRun", "migrate-run");
        expect(run.inputs).toMatchObject({ container: "id-of-migrate", job: "migrate-test" });
        expect(run.dependencies).toContain("migrate");
    });

    test("takes a secret that it rotates through its input, and nowhere else", async () => {
        const { resources } = await registered(() => {
            const host = dockerHost();
            return new Job("rotate", {
                host,
                image: image(host),
                command: ["rotate"],
                handover: { secret: pulumi.secret("of the key") },
                services: { draining: ["worker-test"], drainSeconds: 60, others: ["server-test"] },
            });
        });
        const container = only(resources, "docker:index/container:Container", "rotate");
        expect(container.inputs).toMatchObject({ stdinOpen: true, uploads: [], envs: [], command: ["rotate"] });
        const run = only(resources, "pulumi-nodejs:dynamic/docker:JobRun", "rotate-run");
        expect(run.inputs.handover).toEqual({ secret: "of the key" });
        expect(run.inputs.services).toEqual({ draining: ["worker-test"], drainSeconds: 60, others: ["server-test"] });
        expect(run.secretInputs).toEqual(["handover"]);
        expect(run.additionalSecretOutputs).toEqual(["handover"]);
    });

    test("has no open input without one", async () => {
        const { resources } = await build();
        expect(only(resources, "docker:index/container:Container", "migrate").inputs).toMatchObject({
            stdinOpen: false,
        });
    });

    test("runs it on the stack's own engine", async () => {
        const { resources } = await build("ssh://me@elsewhere");
        expect(only(resources, "pulumi-nodejs:dynamic/docker:JobRun", "migrate-run").inputs).toMatchObject({
            dockerHost: "ssh://me@elsewhere",
        });
    });
});
