import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckoutCopy } from "../../tools/running-stack/checkout-copy";
import { allHealthy, container } from "../../tools/running-stack/containers";
import { type Ended, output, run } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";

/** What breaks an update is in a copy of the checkout. */
let checkout: CheckoutCopy;
let stack: TestStack;

/** `npm start` of the copy. */
const start = (): Promise<Ended> =>
    run("npm", ["run", "--silent", "--prefix", checkout.folder, "start", "--", "--stack", stack.name], {
        env: { ...process.env, ...stack.facts.environment, PULUMI_OPTION_CONFIG_FILE: stack.configFile },
    });

beforeAll(async () => {
    ({ copy: checkout, stack } = await stackOfCopy("failed"));
});

afterAll(() => leaveCopy(stack), 300_000);

describe("npm start names the cause of a failed update", () => {
    test("an image that cannot be built: the end of the build's log", async () => {
        const dockerfile = join(checkout.folder, "images", "postgres", "Dockerfile");
        const text = readFileSync(dockerfile, "utf8");
        writeFileSync(dockerfile, `${text}RUN echo no such package; exit 2\n`);
        const { code, output: printed } = await start();
        expect(code).not.toBe(0);
        expect(printed).toMatch(/images\/postgres\/Dockerfile cannot be built: .*exit code: 2/);
        expect(printed).toMatch(/^no such package$/m);
        expect(printed).toContain("The whole log: docker build --file images/postgres/Dockerfile .");
        writeFileSync(dockerfile, text);
    }, 600_000);

    test("dbt packages that cannot be installed: the end of the log of dbt's container", async () => {
        const packages = join(checkout.folder, "dbt", "packages.yml");
        writeFileSync(packages, "packages:\n  - local: no-such-folder\n");
        const { code, output: printed } = await start();
        expect(code).not.toBe(0);
        expect(printed).toContain(`dbt-${stack.suffix} is not healthy: dbt deps failed`);
        expect(printed).toContain("no-such-folder");
        expect(printed).toContain(`The whole log: npm run logs -- --stack ${stack.name} dbt`);
        rmSync(packages);
        expect(await start()).toMatchObject({ code: 0 });
    }, 900_000);

    test("Postgres that does not come up again: its name first, and the end of its log", async () => {
        const { Id: id, Image: image } = await container(stack, "postgres");
        const data = "/var/lib/postgresql/data/global/pg_control";
        await output("docker", ["exec", id, "mv", data, `${data}.away`]);
        await output("docker", ["kill", id]);
        await stack.setPath("generations.analyticsPassword", 2);
        try {
            const { code, output: printed } = await start();
            expect(code).not.toBe(0);
            expect(printed).toMatch(
                new RegExp(`^postgres-${stack.suffix} stopped: exit code \\d+. The end of its log:`, "m"),
            );
            expect(printed).toContain("pg_control");
            expect(printed).toContain(`The whole log: npm run logs -- --stack ${stack.name} postgres`);
        } finally {
            await output("docker", ["run", "--rm", "--volumes-from", id, image, "mv", `${data}.away`, data]);
        }
        expect(await start()).toMatchObject({ code: 0 });
        await allHealthy(stack);
    }, 900_000);
});
