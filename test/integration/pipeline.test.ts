import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { inContainer, sql } from "../../tools/running-stack/containers";
import { waitFor } from "../../tools/running-stack/run";
import { secretValues } from "./support/secret-values";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

describe("Airflow's API", () => {
    test("accepts the admin user's password, and no other", async () => {
        expect(await AirflowApi.login(stack)).toBeDefined();
        expect(await AirflowApi.login(stack, "not the password")).toBeUndefined();
    });
});

describe("the example pipeline", () => {
    let api: AirflowApi;
    let run: string;

    beforeAll(async () => {
        api = await AirflowApi.loggedIn(stack);
        run = await api.trigger("flights");
        expect(await api.ended("flights", run)).toBe("success");
    }, 300_000);

    test("moves rows from the source through every layer to bi", async () => {
        const source = Number(await sql(stack, "source", "select count(*) from flights"));
        expect(source).toBeGreaterThan(1000);
        expect(Number(await sql(stack, "analytics", "select count(*) from raw.flights"))).toBe(source);
        for (const schema of ["staging", "intermediate", "marts", "bi"]) {
            const relations = await sql(
                stack,
                "analytics",
                `select table_name from information_schema.tables where table_schema = '${schema}'`,
            );
            expect(relations).not.toBe("");
            for (const relation of relations.split("\n")) {
                expect(
                    `${relation} ${await sql(stack, "analytics", `select count(*) > 0 from ${schema}.${relation}`)}`,
                ).toBe(`${relation} t`);
            }
        }
    });

    test("makes no schema but those", async () => {
        const schemas = await sql(
            stack,
            "analytics",
            "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1",
        );
        expect(schemas.split("\n")).toEqual(["bi", "intermediate", "marts", "raw", "staging"]);
    });

    test("lets no tail number through in the clear", async () => {
        const clear = await sql(stack, "source", "select tailnum from flights where tailnum is not null limit 1");
        expect(clear).toMatch(/^N\w+$/);
        const dump = await inContainer(
            stack,
            "postgres",
            "pg_dump",
            "--data-only",
            "--schema",
            "raw",
            "--schema",
            "marts",
            "--schema",
            "bi",
            "analytics",
        );
        expect(dump.length).toBeGreaterThan(10_000);
        expect(dump).not.toContain(clear);
    });

    test("gives the same rows when it runs again", async () => {
        const count = () => sql(stack, "analytics", "select count(*) from raw.flights");
        const before = await count();
        const again = await api.trigger("flights");
        expect(await api.ended("flights", again)).toBe("success");
        expect(await count()).toBe(before);
    });

    test("shows no secret in a task's log, its rendered fields or the serialized DAG", async () => {
        const secrets = await secretValues(stack);
        const seen: string[] = [
            await api.text("/dagSources/flights"),
            await sql(stack, "airflow", "select data from serialized_dag"),
        ];
        for (const task of await api.tasks("flights", run)) {
            seen.push(await api.log("flights", run, task), JSON.stringify(task));
        }
        seen.push(await sql(stack, "airflow", "select rendered_fields from rendered_task_instance_fields"));
        expect(seen.join("\n").length).toBeGreaterThan(5000);
        expect(secrets.filter((secret) => seen.join("\n").includes(secret.value)).map((secret) => secret.of)).toEqual(
            [],
        );
    });

    test("leaves dbt docs with a full catalog, without a hand", async () => {
        const tables = await waitFor("the catalog", 60, async () => {
            const answer = await fetch(`${stack.dbtDocsUrl}/catalog.json`);
            const { nodes } = answer.ok
                ? ((await answer.json()) as { nodes: Record<string, { columns: object }> })
                : { nodes: {} };
            return Object.keys(nodes).length >= 4 ? nodes : undefined;
        });
        for (const [name, node] of Object.entries(tables)) {
            expect(`${name} ${Object.keys(node.columns).length > 0}`).toBe(`${name} true`);
        }
    });
});
