import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import {
    allHealthy,
    container,
    containersOf,
    type Inspected,
    inContainer,
    replaced,
    sql,
} from "../../tools/running-stack/containers";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { remains } from "../../tools/running-stack/remains";
import { run, say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";

/**
 * `pulumi up` is killed with -9, and `npm start` alone must put everything right, or `npm run destroy` alone leave nothing. Moments are
 * counted in containers, so that each is the same on every machine. `npm run test:matrix` tries all of them.
 */
const all = process.env.AIRFLOW_DBT_ALL_CHANGES !== undefined;

/** The moments at which there are 0, 1, 2, … containers. */
const moments = (count: number) => [...Array(count).keys()];

const up = ["up", "--yes", "--skip-preview"];

/** The stack works and its state agrees with it; a killed engine's processes are gone. */
async function expectRecovered(stack: TestStack): Promise<void> {
    await stack.expectNpm("start");
    await allHealthy(stack, 1);
    expect(await AirflowApi.login(stack)).toBeDefined();
    expect((await remains(stack.suffix)).networks).toHaveLength(3);
    await stack.up("--expect-no-changes", "--refresh");
    expect(await processesOf(stack)).toBe("");
}

/** Kills an update when it has begun and has replaced so many containers. */
async function killChange(stack: TestStack, count: number): Promise<void> {
    const before = await containersOf(stack);
    const update = stack.start(up);
    await waitFor(`${count} containers to be replaced`, 240, async () => {
        const found = replaced(before, await containersNow(stack)).length;
        const begun = count > 0 || existsSync(join(stack.facts.folder, "state/.pulumi/locks"));
        return begun && found >= count ? true : undefined;
    });
    await update.killAlone();
    say("killed");
}

/** Writes a row into the database of a stack that is half made, and gives the check that it is still there. */
async function withDataOfItsOwn(stack: TestStack): Promise<() => Promise<void>> {
    await waitFor("Postgres", 60, () =>
        sql(stack, "postgres", "create table if not exists kept as select 42 as answer").catch(() => undefined),
    );
    const [volume] = (await container(stack, "postgres")).Mounts;
    return async () => {
        expect((await container(stack, "postgres")).Mounts[0].Name).toBe(volume.Name);
        expect(await sql(stack, "postgres", "select answer from kept")).toBe("42");
    };
}

/** While containers are replaced, one may be gone between its listing and its inspection. */
async function containersNow(stack: TestStack): Promise<Map<string, Inspected>> {
    return containersOf(stack).catch(() => containersNow(stack));
}

/** Plugins and programs that work on this stack's state. */
async function processesOf(stack: TestStack): Promise<string> {
    const backend = stack.facts.environment.PULUMI_BACKEND_URL;
    const search = `grep --files-with-matches --fixed-strings "$0" /proc/[0-9]*/environ 2> /dev/null | grep --invert-match "/$PPID/" |
        cut -d/ -f3 | while read -r id; do tr '\\0' ' ' < "/proc/$id/cmdline"; echo; done | grep -E 'pulumi-(resource|language)|cmd/run' || true`;
    return (await run("sh", ["-c", search, backend], { env: { PATH: process.env.PATH } })).output;
}

/** One command, and there is nothing left of the stack, nor in its state. */
async function expectDestroyed(stack: TestStack): Promise<void> {
    await stack.expectNpm("destroy", "--yes");
    expect(await remains(stack.suffix)).toEqual({ containers: [], volumes: [], networks: [], images: [] });
    expect(await processesOf(stack)).toBe("");
    const { deployment } = JSON.parse(await stack.expectPulumi(["stack", "export"])) as { deployment: object };
    expect(deployment).not.toHaveProperty("resources");
    expect(deployment).not.toHaveProperty("pending_operations");
}

/** Kills a first update when there are the network and so many containers. */
async function killFirstUpdate(stack: TestStack, count: number): Promise<void> {
    const update = stack.start(up);
    await waitFor(`the network and ${count} containers`, 240, async () => {
        const { networks } = await remains(stack.suffix);
        return networks.length > 0 && (await containersNow(stack)).size >= count ? true : undefined;
    });
    await update.killAlone();
}

describe("a first update", () => {
    let stack: TestStack;

    afterEach(async () => {
        await stack.destroy();
        stack.forget();
    }, 300_000);

    test.each(moments(9).filter((count) => all || count === 4))(
        "killed when it has created %i containers: npm start finishes it",
        async (count) => {
            stack = await makeTestStack("killed");
            await killFirstUpdate(stack, count);
            const isServer = (await containersNow(stack)).has("postgres");
            const kept = isServer ? await withDataOfItsOwn(stack) : undefined;
            await expectRecovered(stack);
            await kept?.();
        },
        600_000,
    );

    test.each([0, 2, 4, 6, 8].filter((count) => all || count === 2))(
        "killed when it has created %i containers: npm run destroy leaves nothing",
        async (count) => {
            stack = await makeTestStack("killed");
            await killFirstUpdate(stack, count);
            await expectDestroyed(stack);
        },
        600_000,
    );
});

describe("a change", () => {
    let stack: TestStack;

    beforeAll(async () => {
        stack = await makeTestStack("killed");
        await stack.up();
        await allHealthy(stack);
        await inContainer(stack, "airflow-apiserver", "airflow", "variables", "set", "kept", "yes");
    }, 600_000);

    afterAll(async () => {
        await stack.destroy();
        stack.forget();
    }, 300_000);

    test.each(moments(6).filter((count) => all || count === 2))(
        "killed when it has replaced %i containers: npm start finishes it, and no data is lost",
        async (count) => {
            await stack.set({ timezone: count % 2 === 0 ? "UTC" : "Europe/Paris" });
            await stack.setPath("generations.analyticsPassword", 2 + count);
            await killChange(stack, count);
            await expectRecovered(stack);
            expect(await inContainer(stack, "airflow-apiserver", "airflow", "variables", "get", "kept")).toContain(
                "yes",
            );
        },
        600_000,
    );

    test("that is killed: plain pulumi up says which command unlocks the stack", async () => {
        await stack.set({ timezone: "Asia/Tokyo" });
        await killChange(stack, 1);
        const refused = await stack.pulumi(up);
        expect(refused.code).not.toBe(0);
        expect(refused.output).toMatch(/the stack is currently locked by 1 lock\(s\)\..*`pulumi cancel`/);
        await stack.expectPulumi(["cancel", "--yes"]);
        const again = await stack.pulumi([...up, "--refresh"]);
        if (again.code !== 0) {
            expect(again.output).toContain("The Docker engine has these already, and this stack's state does not");
            expect(again.output).toContain(`npm start -- --stack ${stack.name}`);
            expect(again.output).not.toContain("already in use");
        }
        await expectRecovered(stack);
    }, 600_000);

    test("that is killed while Pulumi writes metadata: npm start reads the state again", async () => {
        // As Pulumi leaves it with a backend that has metadata, which is one without `metadata=skip`.
        writeFileSync(join(stack.facts.folder, `state/.pulumi/stacks/airflow-dbt/${stack.name}.json.attrs`), "");
        const { output: printed } = await stack.pulumi(["stack", "export"]);
        expect(printed).toContain("failed to load checkpoint: EOF");
        await expectRecovered(stack);
    }, 600_000);

    test("that is killed: npm run destroy leaves nothing", async () => {
        await stack.set({ timezone: "Asia/Seoul" });
        await killChange(stack, 1);
        await expectDestroyed(stack);
    }, 600_000);
});
