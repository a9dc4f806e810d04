import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, containersOf, replaced } from "../../tools/running-stack/containers";
import { remains } from "../../tools/running-stack/remains";
import { output } from "../../tools/running-stack/run";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { sharedStack } from "./support/shared-stack";

describe("a second stack on the same machine", () => {
    test("comes up from nothing, goes without a trace, and the first one notices neither", async () => {
        const first = sharedStack();
        const before = await containersOf(first);
        const second = await makeTestStack("second");

        await second.up();
        await allHealthy(second, 1);
        expect(await AirflowApi.login(second)).toBeDefined();
        const there = await remains(second.name);
        expect(there.containers).toHaveLength(10);
        expect(there.volumes.length).toBeGreaterThan(3);
        expect(there.networks).toHaveLength(3);
        expect(there.images).toHaveLength(3);
        // Anonymous volumes, which have no label, among them.
        const mounted = [...(await containersOf(second)).values()].flatMap(({ Mounts }) =>
            Mounts.flatMap(({ Type, Name }) => (Type === "volume" ? [Name] : [])),
        );
        expect(mounted.length).toBeGreaterThanOrEqual(there.volumes.length);

        await second.destroy();
        expect(await remains(second.name)).toEqual({ containers: [], volumes: [], networks: [], images: [] });
        const volumes = (await output("docker", ["volume", "ls", "--quiet"])).split("\n");
        expect(mounted.filter((name) => volumes.includes(name))).toEqual([]);
        second.forget();
        expect(replaced(before, await containersOf(first))).toEqual([]);
    });
});
