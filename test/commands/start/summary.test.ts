import { summary } from "../../../commands/start/summary";
import { type SetUp } from "../../../commands/set-up/set-up";

const outputs = { airflowUrl: "http://127.0.0.1:8082", dbtDocsUrl: "http://127.0.0.1:8085", adminUser: "airflow" };
const ready = { shell: "eval …", standIns: [] as string[] } as unknown as SetUp;
const lines = (name: string) => summary(outputs, ready, { name, suffix: "mine", dockerHost: undefined });

test("the authority of a certificate is named, if the stack has one of its own", () => {
    expect(lines("prod")).not.toContain("caCertificate");
    const stack = { name: "prod", suffix: "mine", dockerHost: undefined };
    expect(summary({ ...outputs, caCertificate: "-----BEGIN…" }, ready, stack)).toMatch(
        /^ {2}pulumi stack output caCertificate -s prod +the authority that browsers must trust$/m,
    );
});

test("the commands that npm start ends with are those of its stack", () => {
    expect(lines("local")).toContain("password: npm run --silent password\n");
    expect(lines("local")).toContain("npm run airflow -- dags trigger flights    run the example pipeline\n");
    expect(lines("prod")).toContain("password: npm run --silent password -- --stack prod\n");
    expect(lines("prod")).toContain("npm run airflow -- --stack prod dags trigger flights    run the example");
    expect(lines("prod")).toContain("npm run dbt -- --stack prod run                         run dbt\n");
    expect(lines("prod")).toContain("npm run logs -- --stack prod scheduler --follow         watch a container\n");
});
