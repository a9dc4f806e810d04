import { buildImage } from "../../commands/engine/build-image";
import { output, run } from "../../tools/running-stack/run";

/** The image, and beside its packages the same ones as uv installed them. */
const tag = `airflow-as-released:${process.pid}`;

describe("Airflow's image", () => {
    beforeAll(async () => {
        await buildImage({ dockerfile: "images/airflow/Dockerfile", target: "as-released", tag });
    }, 900_000);
    afterAll(async () => {
        await output("docker", ["rmi", "--force", tag]);
    });

    test("has every package as released, but for tests, headers and a cache", async () => {
        const compared = await output("docker", ["run", "--rm", tag]);
        expect(Number(/^as released: (\d+) files$/.exec(compared)?.[1])).toBeGreaterThan(10_000);
    });

    test("would be found out if it changed, deleted or added a file", async () => {
        const script = `cd /opt/venv/lib/python3*/site-packages && echo >> airflow/settings.py && rm pandas/core/frame.py \
            && touch airflow/lazy.py && python /opt/as_released.py /opt/installed /opt/venv`;
        const compared = await run("docker", ["run", "--rm", "--user", "0", tag, "sh", "-c", script]);
        expect(compared.code).toBe(1);
        expect(compared.output.split("\n").map((line) => line.replace(/lib.*site-packages\//, ""))).toEqual([
            "missing: pandas/core/frame.py",
            "added: airflow/lazy.py",
            "changed: airflow/settings.py",
        ]);
    });
});
