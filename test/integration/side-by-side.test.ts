import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, containersOf, services } from "../../tools/running-stack/containers";
import { ForeignPostgres } from "./support/foreign-postgres";
import { remains } from "../../tools/running-stack/remains";
import { output } from "../../tools/running-stack/run";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { sharedStack } from "./support/shared-stack";

// A second stack on the engine of the first one, on databases that exist already and that Pulumi does not manage. It has the
// first one's name, as the stacks `local` of two checkouts have.
const first = sharedStack();
let server: ForeignPostgres;
let second: TestStack;
const docker = (...words: string[]) => output("docker", words);

beforeAll(async () => {
    server = await ForeignPostgres.start(14);
    for (const name of ["airflow", "analytics"]) {
        await server.query(`create role ${name} login password 'of-the-role-${name}'`);
        await server.query(`create database ${name} owner ${name}`);
    }
    second = await makeTestStack("side-by-side", { name: first.name });
    const { host, port } = server;
    await second.set({
        metaDatabaseHost: host,
        metaDatabasePort: port,
        metaDatabaseManaged: false,
        analyticsHost: host,
        analyticsPort: port,
    });
    await second.setSecret("metaDatabasePassword", "of-the-role-airflow");
    await second.setSecret("analyticsPassword", "of-the-role-analytics");
    await second.up();
});

afterAll(async () => {
    await second?.destroy();
    second?.forget();
    await server?.remove();
});

describe("two stacks on one machine", () => {
    test("are both healthy, and both answer on their own ports", async () => {
        for (const stack of [first, second]) {
            await allHealthy(stack);
            expect(await AirflowApi.login(stack)).toBeDefined();
        }
        expect(first.airflowUrl).not.toBe(second.airflowUrl);
    });

    test("share no name of a container, network, volume or image", async () => {
        const [one, other] = [await remains(first.suffix), await remains(second.suffix)];
        for (const kind of ["containers", "networks", "volumes", "images"] as const) {
            expect(one[kind].length).toBeGreaterThan(0);
            expect(other[kind].length).toBeGreaterThan(0);
            expect(one[kind].filter((name) => other[kind].includes(name))).toEqual([]);
        }
    });

    test("have networks that are isolated from each other", async () => {
        const networks = async (stack: TestStack) =>
            new Set(
                [...(await containersOf(stack)).values()].flatMap((each) => Object.keys(each.NetworkSettings.Networks)),
            );
        for (const stack of [first, second]) {
            const own = ["airflow", "dbt", "web"].map((network) => `${network}-${stack.suffix}`);
            expect([...(await networks(stack))].sort()).toEqual(own);
        }
    });
});

describe("the everyday commands act on one of two stacks of the same name", () => {
    test("npm run dbt uses the warehouse of its own copy", async () => {
        expect(second.name).toBe(first.name);
        expect(await first.expectNpm("dbt", "debug", "--connection")).toMatch(/host: postgres\n/);
        expect(await second.expectNpm("dbt", "debug", "--connection")).toContain(`host: ${server.host}\n`);
    });

    test("npm run airflow and npm run logs do so, too", async () => {
        await second.expectNpm("airflow", "variables", "set", "of_the_copy", "second");
        expect(await second.expectNpm("airflow", "variables", "get", "of_the_copy")).toContain("second");
        expect((await first.npm("airflow", "variables", "get", "of_the_copy")).code).toBe(1);
        expect(await first.npm("logs", "postgres", "--tail", "1")).toMatchObject({ code: 0 });
        expect((await second.npm("logs", "postgres")).output).toContain("has no container postgres");
    });

    test("npm stop stops one, and npm start starts the same one again", async () => {
        const states = async (stack: TestStack) =>
            (
                await docker("ps", "--all", "--format", "{{.State}}", "--filter", `network=airflow-${stack.suffix}`)
            ).split("\n");
        const before = await states(first);
        expect(await second.expectNpm("stop")).toContain(`(${second.suffix}); its data is kept`);
        expect(new Set(await states(second))).toEqual(new Set(["exited"]));
        expect(await states(first)).toEqual(before);
        expect(await second.expectNpm("stop")).toContain("Nothing of the stack");
        expect(await second.expectNpm("start")).toContain(second.airflowUrl);
        await allHealthy(second, 1);
        expect(await states(first)).toEqual(before);
    });
});

describe("a stack on a server that is not managed", () => {
    test("has no server of its own and makes nothing on the other one", async () => {
        expect(await services(second)).not.toContain("postgres");
        const urns = await second.expectPulumi(["stack", "--show-urns"]);
        expect(urns).toContain("docker:index/container:Container");
        expect(urns).not.toContain("postgresql:");
    });

    test("uses the databases that are there, over TLS", async () => {
        const rows = await server.query<{ ssl: boolean }>(
            "select distinct s.ssl from pg_stat_activity a join pg_stat_ssl s using (pid) where a.usename = 'airflow'",
        );
        expect(rows).toEqual([{ ssl: true }]);
        const [{ count }] = await server.query<{ count: string }>(
            "select count(*) from pg_tables where schemaname = 'public'",
            [],
            "airflow",
        );
        expect(Number(count)).toBeGreaterThan(40);
    });
});
