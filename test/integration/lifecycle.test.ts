import { AirflowApi } from "./airflow-api";
import { allHealthy, containersOf, replaced } from "./containers";
import { remains } from "./remains";
import { TestStack } from "./test-stack";

describe("a second stack on the same machine", () => {
    test("comes up from nothing, goes without a trace, and the first one notices neither", async () => {
        const first = TestStack.shared();
        const before = await containersOf(first);
        const second = await TestStack.make("second");

        await second.up();
        await allHealthy(second, 1);
        expect(await AirflowApi.login(second)).toBeDefined();
        const there = await remains(second.name);
        expect(there.containers).toHaveLength(9);
        expect(there.volumes.length).toBeGreaterThan(3);
        expect(there.networks).toHaveLength(1);
        expect(there.images).toHaveLength(3);

        await second.destroy();
        expect(await remains(second.name)).toEqual({ containers: [], volumes: [], networks: [], images: [] });
        second.forget();
        expect(replaced(before, await containersOf(first))).toEqual([]);
    });
});
