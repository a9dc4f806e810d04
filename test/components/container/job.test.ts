import { Job } from "../../../components/container/job";
import { dockerHost, image } from "../../fixtures";
import { only, registered } from "../../registered";

const build = (address?: string) =>
    registered(() => {
        const host = dockerHost(address);
        return new Job("migrate", { host, image: image(host), command: ["migrate", "--now"] });
    });

describe("Job", () => {
    test("makes its container without starting it, since only the run looks at the exit code", async () => {
        const { resources } = await build();
        const container = only(resources, "docker:index/container:Container", "migrate");
        expect(container.inputs).toMatchObject({ name: "migrate-test", command: ["migrate", "--now"], start: false, mustRun: false, restart: "no" });
        expect(container.deleteBeforeReplace).toBe(true);
        expect(container.parent).toBe("migrate");
    });

    test("runs that very container, once for each", async () => {
        const { resources } = await build();
        const run = only(resources, "pulumi-nodejs:dynamic/container:JobRun", "migrate-run");
        expect(run.inputs).toMatchObject({ container: "id-of-migrate", job: "migrate-test" });
        expect(run.dependencies).toContain("migrate");
    });

    test("runs it on the stack's own engine", async () => {
        const { resources } = await build("ssh://me@elsewhere");
        expect(only(resources, "pulumi-nodejs:dynamic/container:JobRun", "migrate-run").inputs).toMatchObject({ dockerHost: "ssh://me@elsewhere" });
    });
});
