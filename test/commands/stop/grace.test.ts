import { type StackContainer } from "../../../commands/stack/containers";
import { byGrace } from "../../../commands/stop/grace";

const container = (role: string): StackContainer => ({
    name: `${role}-mine`,
    role,
    kind: "service",
    running: true,
    status: "Up 1 hour (healthy)",
    healthy: true,
});

test("npm stop kills early what loses nothing, and gives time to whatever may be at work", () => {
    const roles = ["airflow-scheduler", "airflow-triggerer", "dbt", "postgres", "airflow-apiserver", "edge-worker"];
    expect(byGrace(roles.map(container))).toEqual([
        { seconds: 2, names: ["airflow-triggerer-mine", "airflow-apiserver-mine"] },
        { seconds: 15, names: ["airflow-scheduler-mine", "dbt-mine", "postgres-mine", "edge-worker-mine"] },
    ]);
    expect(byGrace([container("postgres")])).toEqual([{ seconds: 15, names: ["postgres-mine"] }]);
});
