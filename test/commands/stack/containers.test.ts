import { ownContainers } from "../../../commands/stack/containers";

const line = (role: string, suffix: string, status = "Up 2 minutes (healthy)", state = "running") =>
    [`${role}-${suffix}`, role, "service", state, status, `airflow-${suffix}`].join("\t");

// What docker lists of stacks `local` of several checkouts on one engine.
const listed = [
    ["dbt-simple", "dbt", "service", "running", "Up 1 hour (healthy)", "airflow-dbt-simple"].join("\t"),
    line("airflow-scheduler", "dbt-simple", "Exited (0) 1 minute ago", "exited"),
    line("dbt", "mine"),
    line("airflow-scheduler", "mine", "Up 1 second (health: starting)") + ",others",
    line("airflow-scheduler", "not-mine"),
].join("\n");

const own = (suffix: string) => ownContainers({ name: "local", suffix, dockerHost: undefined }, listed);
const names = (suffix: string) => own(suffix).map(({ name }) => name);

test("a copy has its own containers, and those of no other copy", () => {
    expect(names("dbt-simple")).toEqual(["dbt-simple", "airflow-scheduler-dbt-simple"]);
    expect(names("mine")).toEqual(["dbt-mine", "airflow-scheduler-mine"]);
    // The other copy's container has the very name that one of this suffix would have.
    expect(names("simple")).toEqual([]);
    expect(ownContainers({ name: "local", suffix: "mine", dockerHost: undefined }, "")).toEqual([]);
});

test("a container tells whether it runs and whether it is healthy", () => {
    expect(own("mine")).toEqual([
        {
            name: "dbt-mine",
            role: "dbt",
            kind: "service",
            running: true,
            status: "Up 2 minutes (healthy)",
            healthy: true,
        },
        {
            name: "airflow-scheduler-mine",
            role: "airflow-scheduler",
            kind: "service",
            running: true,
            status: "Up 1 second (health: starting)",
            healthy: false,
        },
    ]);
    expect(own("dbt-simple")[1]).toMatchObject({ running: false, healthy: false });
});
