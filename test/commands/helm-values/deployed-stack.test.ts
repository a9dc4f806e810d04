import { deployedStack } from "../../../commands/helm-values/deployed-stack";
import { exported, secretOf } from "./exported";

test("what the containers were given is read from the state, without those that were replaced", () => {
    const { containers, ...stack } = deployedStack("acme/prod", exported());
    expect(stack).toEqual({
        name: "acme/prod",
        suffix: "x",
        images: { airflow: "airflow-x:1e1234567890", dbt: "dbt-x:1e1234567890" },
        baked: true,
    });
    expect(containers["airflow-scheduler"].environment).toMatchObject({ QUERY: "a=b" });
    expect(containers["airflow-scheduler"].environment).not.toHaveProperty("OLD");
    expect(containers.dbt.files["/run/secrets/dbt.env"]).toBe(secretOf("dbt", "dbt.env"));
    expect(deployedStack("prod", exported({ target: "runtime" })).baked).toBe(false);
});

test("a stack without containers is named, with the command that starts it", () => {
    expect(() => deployedStack("prod", {})).toThrow(
        "The stack prod has no containers. Create them: npm start -- --stack prod",
    );
});
