import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, containersOf, replaced } from "../../tools/running-stack/containers";
import { remains } from "../../tools/running-stack/remains";
import { output } from "../../tools/running-stack/run";
import { TestStack } from "../../tools/running-stack/test-stack";

describe("a second stack on the same machine", () => {
    test("comes up from nothing, goes without a trace, and the first one notices neither", async () => {
        const first = TestStack.shared();
        const before = await containersOf(first);
        // All of them: a volume without a name has no label either.
        const volumes = () => output("docker", ["volume", "ls", "--quiet"]);
        const volumesBefore = await volumes();
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
        expect(await volumes()).toBe(volumesBefore);
        second.forget();
        expect(replaced(before, await containersOf(first))).toEqual([]);
    });
});
