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
});

test.each([
    ["runtime", false],
    ["git", false],
    ["baked", true],
    ["git-baked", true],
])("an image of the target %s", (target, baked) => {
    expect(deployedStack("prod", exported({ target })).baked).toBe(baked);
});

test("a stack with workers is refused, with the commands that remove them", () => {
    expect(() => deployedStack("prod", exported({ workers: ["airflow-worker-a", "airflow-worker-b"] }))).toThrow(
        "The stack prod has workers (airflow-worker-a, airflow-worker-b), and in a cluster pods run the tasks. Remove the workers, then run " +
            "the command again: pulumi config rm workers --stack prod && npm start -- --stack prod",
    );
});

test("a stack without containers is named, with the command that starts it", () => {
    expect(() => deployedStack("prod", {})).toThrow(
        "The stack prod has no containers. Create them: npm start -- --stack prod",
    );
});
