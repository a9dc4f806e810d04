import { load, loadAll } from "js-yaml";
import { run } from "../../tools/running-stack/run";
import { secretValues } from "./support/secret-values";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const npm = (command: string, ...words: string[]) => stack.npm(command, ...words);

describe("the everyday commands", () => {
    test("npm run dbt runs dbt with the stack's environment, and gives its exit code back", async () => {
        const good = await npm("dbt", "debug", "--connection");
        expect(good).toMatchObject({
            code: 0,
            output: expect.stringContaining("Connection test: [OK connection ok]") as string,
        });
        const bad = await npm("dbt", "run", "--no-such-option");
        expect(bad).toMatchObject({ code: 2, output: expect.stringContaining("No such option") as string });
    });

    test("npm run airflow runs airflow, and gives its exit code back", async () => {
        const good = await npm("airflow", "dags", "list", "--output", "plain");
        expect(good).toMatchObject({ code: 0, output: expect.stringContaining("flights") as string });
        expect((await npm("airflow", "no-such-command")).code).toBe(2);
    });

    test("npm run logs shows a container's log by the end of its name", async () => {
        const shown = await npm("logs", "scheduler", "--tail", "5");
        expect(shown.code).toBe(0);
        expect(shown.output.split("\n").length).toBeGreaterThan(0);
        const unknown = await npm("logs", "worker");
        expect(unknown).toMatchObject({
            code: 1,
            output: expect.stringContaining("has no container worker. It has: airflow-apiserver") as string,
        });
    });

    test("npm run helm-values prints the stack's keys as Secrets, and nothing secret besides them", async () => {
        const printed = await stack.expectNpm("helm-values", "--secrets");
        const secrets = loadAll(printed) as { metadata: { name: string }; stringData: Record<string, string> }[];
        const [{ metadata, stringData }] = secrets;
        expect(metadata.name).toBe(`${stack.suffix}-fernet-key`);
        expect(stringData["fernet-key"]).toBe((await stack.expectNpm("fernet-key")).trim());
        const [values, dbt] = [await stack.expectNpm("helm-values"), await stack.expectNpm("helm-values", "--dbt")];
        expect(load(values)).toMatchObject({ fernetKeySecretName: metadata.name, postgresql: { enabled: false } });
        expect(loadAll(dbt)).toMatchObject([{ kind: "Deployment" }, { kind: "Service" }]);
        const found = (await secretValues(stack)).filter(({ value }) => `${values}${dbt}`.includes(value));
        expect(found).toEqual([]);
    });

    test("a stack that is not there is said so, with the command that starts it", async () => {
        const none = await run("npm", ["run", "--silent", "dbt", "--", "--stack", "no-such-stack", "run"]);
        expect(none).toMatchObject({
            code: 1,
            output: expect.stringContaining("npm start -- --stack no-such-stack") as string,
        });
    });
});
