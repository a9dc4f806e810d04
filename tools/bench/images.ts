import { container } from "../running-stack/containers";
import { output } from "../running-stack/run";
import { type TestStack } from "../running-stack/test-stack";
import { IMAGES } from "../running-stack/checkout-copy";
import { type Row } from "./table";

/** The images, each with a container that runs it. */
const SIZES = [
    { name: "Airflow", role: "airflow-scheduler", aim: 620, compose: 760 },
    { name: "dbt", role: "dbt", aim: 360, compose: 1230 },
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
            return { what: `${name} image`, unit: "MB", values: [bytes / 1e6], aim, compose };
        }),
    );
}

/** Seconds until the last image was built, from the output of `pulumi up`, which builds them in parallel. */
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
