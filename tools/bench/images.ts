import { container } from "../running-stack/containers";
import { output } from "../running-stack/run";
import { type TestStack } from "../running-stack/test-stack";
import { IMAGES } from "./checkout-copy";
import { type Row } from "./table";

/** A container of each image, and the limits of its size. */
const SIZES = [
    { name: "Airflow", role: "airflow-scheduler", aim: 600, compose: 760 },
    { name: "dbt", role: "dbt", aim: 700, compose: 1230 },
    { name: "Postgres", role: "postgres", aim: 400, compose: 675 },
];

export function imageSizes(stack: TestStack): Promise<Row[]> {
    return Promise.all(
        SIZES.map(async ({ name, role, aim, compose }) => {
            const image = await output("docker", [
                "inspect",
                "--format",
                "{{.Image}}",
                (await container(stack, role)).Id,
            ]);
            const bytes = Number(await output("docker", ["image", "inspect", "--format", "{{.Size}}", image]));
            return { what: `image of ${name}`, unit: "MB", values: [bytes / 1e6], aim, compose };
        }),
    );
}

/** Seconds until the last image was built, from what `pulumi up` prints; they are begun at once. */
export function buildTime(printed: string): number {
    const times = [...printed.matchAll(/docker:index:RemoteImage (\S+) created \(([\d.]+)s\)/g)].map(
        ([, name, seconds]) => ({ name, seconds: Number(seconds) }),
    );
    const missing = IMAGES.filter((image) => !times.some(({ name }) => name === image));
    if (missing.length > 0) {
        throw new Error(`pulumi up does not say how long these images took: ${missing.join(", ")}`);
    }
    return Math.max(...times.map(({ seconds }) => seconds));
}
