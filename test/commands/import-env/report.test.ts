import { parseEnvFile } from "../../../commands/import-env/env-file";
import { check } from "../../../commands/import-env/check";
import { planOf } from "../../../commands/import-env/mapping";
import { type Planned, type Plan } from "../../../commands/import-env/plan";
import { list, planTable, problemList, replacedList } from "../../../commands/import-env/report";
import { changes, keyOf, replaced, type StackConfig } from "../../../commands/import-env/stack-config";
import { defaults } from "../../../tools/mocked/program";

const planFor = (text: string): Promise<Plan> =>
    planOf(parseEnvFile(Buffer.from(text), {}), {
        stack: "local",
        resolves: () => Promise.resolve(true),
        keyFile: () => ({ path: "/key.json", content: "{}" }),
    });
const plannedOf = (plan: Plan): Planned[] => plan.rows.flatMap((row) => row.to ?? []);

/** A stack whose file sets these, encrypted where the name is marked with `*`. */
function stackWith(settings: Record<string, string> = {}): StackConfig {
    const texts = Object.entries(defaults()).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const own = Object.entries(settings).map(
        ([name, text]) => [name.replace("*", ""), { text, encrypted: name.endsWith("*") }] as const,
    );
    return {
        file: "Pulumi.local.yaml",
        exists: true,
        values: new Map(own.map(([name, value]) => [keyOf(name.split(".")), value])),
        all: {
            ...(Object.fromEntries(texts) as Record<string, string>),
            ...Object.fromEntries(own.filter(([name]) => !name.includes(".")).map(([name, { text }]) => [name, text])),
        },
    };
}

test("no secret is in the table or in the list of what is replaced", async () => {
    const plan = await planFor(
        "_AIRFLOW_WWW_USER_PASSWORD=secret-1\nAIRFLOW__CORE__FERNET_KEY=secret-2\nAIRFLOW_CONN_A=postgres://u:secret-3@h/d\nMY_PASSWORD=secret-4\nURL=http://u:secret-5@h\nREGION=서울\nPORT=1\n",
    );
    const config = stackWith({
        "adminPassword*": "secret-6",
        "variables.REGION": "http://u:secret-7@h",
        "variables.MY_PASSWORD*": "secret-8",
    });
    const shown = planTable(plan) + replacedList(config, replaced(config, plannedOf(plan)));
    expect(shown).not.toMatch(/secret-/);
    expect(shown).toContain("adminPassword: ******** → ********");
    expect(shown).toContain("variables.REGION: http://u:********@h → 서울");
    expect(shown.match(/\*{8}/g)?.length).toBeGreaterThanOrEqual(5);
});

test("the table's columns stand one below the other, also with Korean", async () => {
    const lines = planTable(await planFor("A_PASSWORD=x\n지역=서울\nREGION=서울특별시\n")).split("\n");
    expect(lines[1]).toMatch(/^1 {5}A_PASSWORD {2}variables\.A_PASSWORD {2}\*{8} {4}looks like a secret/);
    expect(lines[2]).toMatch(/^2 {5}지역 {8}not carried over {18}not a valid name/);
    expect(lines[3]).toMatch(/^3 {5}REGION {6}variables\.REGION {6}서울특별시$/);
});

describe("control characters reach no terminal", () => {
    const attack = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e";
    // eslint-disable-next-line no-control-regex -- It is what the test is about.
    const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/;

    test("from names and values", async () => {
        const plan = await planFor(`REGION='${attack}'\nA\tB=1\nC='one\ntwo\x1b'\n`);
        const config = stackWith({ "variables.REGION": `${attack}old` });
        const shown = planTable(plan) + replacedList(config, replaced(config, plannedOf(plan)));
        expect(shown).not.toMatch(controls);
        expect(shown).toContain("\\x1b]0;title\\x07\\x1b[2J\\x9b31m\\u202e");
        expect(shown).toContain("A\\tB");
        expect(planTable(plan).split("\n")).toHaveLength(4);
    });

    test("from what is wrong, or in a list", async () => {
        const plan = await planFor(`AIRFLOW_META_POSTGRES_HOST="a\x1b[2J\nb"\n`);
        const { bad } = await check("local", stackWith(), plannedOf(plan));
        expect(problemList(plan, bad)).toBe(
            '  line 1, AIRFLOW_META_POSTGRES_HOST: metaDatabaseHost: "a\\x1b[2J\\nb" is no host name: write it without a scheme, port or path.',
        );
        expect(list(["a\x1bb\n    c"])).toBe("  • a\\x1bb\n    c");
    });
});

describe("what is to be written", () => {
    test("is only what is not already so", async () => {
        const planned = plannedOf(
            await planFor(
                "AIRFLOW_APISERVER_PORT=8090\nDBT_DOCS_PORT=8091\n_AIRFLOW_WWW_USER_PASSWORD=of-the-admin\nREGION=x\n",
            ),
        );
        const config = stackWith({ apiserverPort: "8090", adminPassword: "of-the-admin", "variables.REGION": "y" });
        expect(changes(config, planned).map((each) => each.path.join("."))).toEqual([
            "dbtDocsPort",
            "adminPassword",
            "variables.REGION",
        ]);
        // The password is the same, and only gets encrypted.
        expect(replaced(config, changes(config, planned)).map((each) => each.path.join("."))).toEqual([
            "variables.REGION",
        ]);
    });

    test("is nothing for an empty setting that was never set", () => {
        const planned: Planned[] = [{ path: ["metaDatabaseHost"], value: "", secret: false }];
        expect(changes(stackWith(), planned)).toEqual([]);
        expect(changes(stackWith({ metaDatabaseHost: "postgres.example.com" }), planned)).toHaveLength(1);
    });
});

describe("the program's own reader of settings", () => {
    test("refuses all bad values at once, each with its line and without any secret", async () => {
        const plan = await planFor(
            "AIRFLOW_APISERVER_PORT=80820\nAIRFLOW__CORE__DEFAULT_TIMEZONE=Asia/Soul\nAIRFLOW__CORE__FERNET_KEY=secret-key\nAIRFLOW_CONN_CRM=secret-uri\nAIRFLOW_META_POSTGRES_HOST=postgres://u:secret-pw@h\n",
        );
        const { bad } = await check("local", stackWith(), plannedOf(plan));
        const listed = problemList(plan, bad);
        expect(listed.split("\n")).toEqual([
            '  line 5, AIRFLOW_META_POSTGRES_HOST: metaDatabaseHost: "postgres://u:********@h" is no host name: write it without a scheme, port or path.',
            "  line 1, AIRFLOW_APISERVER_PORT: apiserverPort: 80820 is no port: it must be a whole number from 1 to 65535.",
            expect.stringMatching(/line 2, .* "Asia\/Soul" is no time zone/) as string,
            expect.stringMatching(
                /line 3, AIRFLOW__CORE__FERNET_KEY: fernetKey: the value \(10 characters\) is no Fernet key/,
            ) as string,
            expect.stringMatching(/line 4, AIRFLOW_CONN_CRM: connections: connection crm must be a URI/) as string,
        ]);
        expect(listed).not.toMatch(/secret-/);
    });

    test.each(["8_082", "8082.0", "0x1f92", "8e3", " "])("refuses the port %j as Pulumi does", async (port) => {
        const plan = await planFor(`A=1\nAIRFLOW_APISERVER_PORT='${port}'\n`);
        const { bad } = await check("local", stackWith(), plannedOf(plan));
        expect(problemList(plan, bad)).toBe(
            `  line 2, AIRFLOW_APISERVER_PORT: apiserverPort: ${port} is no port: it must be a whole number from 1 to 65535.`,
        );
    });

    test.each(["08082", "+8082"])("takes the port %j as Pulumi does", async (port) => {
        const plan = await planFor(`AIRFLOW_APISERVER_PORT=${port}\n`);
        expect((await check("local", stackWith(), plannedOf(plan))).bad).toEqual([]);
    });

    test("takes 10,000 variables within seconds", async () => {
        const plan = await planFor(Array.from({ length: 10_000 }, (_, line) => `VAR_${line}=x\n`).join(""));
        const began = performance.now();
        expect((await check("local", stackWith(), plannedOf(plan))).bad).toEqual([]);
        // About one second on an idle machine.
        expect(performance.now() - began).toBeLessThan(8000);
    });

    test("says what is still missing, which is no fault of the file", async () => {
        const plan = await planFor("AIRFLOW_META_POSTGRES_HOST=db.acme.example\n");
        const { bad, open } = await check("local", stackWith(), plannedOf(plan));
        expect(bad).toEqual([]);
        expect(open.map((each) => each.setting)).toEqual(["metaDatabaseAdminPassword"]);
    });

    test("calls a setting that gets empty missing, not bad", async () => {
        const planned: Planned[] = [{ path: ["metaDatabaseHost"], value: "", secret: false }];
        const stack = stackWith({
            metaDatabaseHost: "db.acme.example",
            metaDatabaseManaged: "false",
            "metaDatabasePassword*": "of-airflow",
        });
        const { bad, open } = await check("local", stack, planned);
        expect(bad).toEqual([]);
        expect(open).toMatchObject([
            { setting: "metaDatabaseHost", wrong: expect.stringMatching(/^it is missing/) as string },
        ]);
    });

    test("takes a file without faults, and leaves no secret behind in this process", async () => {
        const plan = await planFor(
            "_AIRFLOW_WWW_USER_PASSWORD=of-the-admin\nAIRFLOW__CORE__FERNET_KEY=81HqDtbqAywKSOumSha3BhWNOdQ26slT6K0YaZeZyPs=\nAIRFLOW_CONN_CRM=http://crm\nMY_TOKEN=x\n",
        );
        expect(await check("local", stackWith({ adminPassword: "airflow" }), plannedOf(plan))).toEqual({
            bad: [],
            open: [],
        });
        expect(JSON.stringify(process.env)).not.toContain("of-the-admin");
    });
});
