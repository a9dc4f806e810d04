import * as pulumi from "@pulumi/pulumi";
import { TaskPause } from "../../../components/airflow/task-pause";
import { TaskResume } from "../../../components/airflow/task-resume";
import { only, registered } from "../../../tools/mocked/registered";
import { dockerHost } from "../../support/fixtures";

const pauseType = "pulumi-nodejs:dynamic/airflow:Pause";
const resumeType = "pulumi-nodejs:dynamic/airflow:Resume";

const build = async (needs: object) => {
    const { resources } = await registered(() => {
        const host = dockerHost();
        const pause = new TaskPause("pause", { host, scheduler: "scheduler", seconds: 60, needs });
        new TaskResume("resume", { pause, after: [host] });
    });
    return { pause: only(resources, pauseType, "pause"), resume: only(resources, resumeType, "resume") };
};

test("TaskPause and TaskResume name the scheduler, and run again when what tasks need changes", async () => {
    const first = await build({ timezone: "UTC", password: pulumi.secret("of the database") });
    const { pause, resume } = first;
    expect(pause.inputs).toMatchObject({ scheduler: "scheduler-test", seconds: 60 });
    expect(resume.inputs.needs).toBe(pause.inputs.needs);
    expect(await build({ timezone: "UTC", password: pulumi.secret("of the database") })).toMatchObject({
        pause: { inputs: { needs: pause.inputs.needs } },
    });
    const { pause: other } = await build({ timezone: "UTC", password: pulumi.secret("another one") });
    expect(other.inputs.needs).not.toBe(pause.inputs.needs);
});

test("TaskPause keeps only a hash of what tasks need, as a secret", async () => {
    const { pause, resume } = await build({ password: pulumi.secret("of the database") });
    expect(pause.inputs.needs).toMatch(/^[0-9a-f]{64}$/);
    expect(pause.secretInputs).toContain("needs");
    expect(resume.secretInputs).toContain("needs");
});

test("TaskResume waits for what tasks need", async () => {
    const { resume } = await build({});
    expect(resume.dependencies).toContain("docker-network");
});

test("TaskPause waits for what checks the update, also if that is created later", async () => {
    const { resources } = await registered(() => {
        const host = dockerHost();
        const pause = new TaskPause("pause", { host, scheduler: "scheduler", seconds: 60, needs: {} });
        pause.waitFor(host);
    });
    expect(only(resources, pauseType, "pause").dependencies).toContain("docker-network");
});
