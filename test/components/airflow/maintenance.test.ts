import { Airflow, type AirflowArgs } from "../../../components/airflow/airflow";
import { only, registered } from "../../../tools/mocked/registered";
import { airflowArgs } from "../../support/fixtures";

/** The maintenance container's inputs. */
async function maintenance(more: Partial<AirflowArgs> = {}) {
    const { resources } = await registered(() => new Airflow("airflow", { ...airflowArgs(), ...more }));
    return only(resources, "docker:index/container:Container", "airflow-maintenance");
}

const files = (uploads: unknown) =>
    (uploads as { file: string }[]).map(({ file }) => file.replace("/run/secrets/", ""));
const analytics = { host: "db", port: 5432, user: "analytics", password: "of-dbt", database: "analytics" };

test("gets the keys and logins that a backup needs, and nothing of tasks", async () => {
    const { inputs, secretInputs } = await maintenance({ backups: { keep: 7, databases: { analytics } } });
    expect(files(inputs.uploads)).toEqual(["backup_key", "databases.json", "fernet_key", "sql_alchemy_conn"]);
    expect(secretInputs).toEqual(["uploads"]);
    expect(JSON.stringify(inputs.uploads)).toContain("postgresql+psycopg2://analytics:of-dbt@db:5432/analytics");
    expect(inputs.envs).toEqual(["AIRFLOW_DBT_STACK=local", "AIRFLOW_DBT_SUFFIX=test"]);
});

test("has no file of other databases where there is none", async () => {
    expect(files((await maintenance()).inputs.uploads)).toEqual(["backup_key", "fernet_key", "sql_alchemy_conn"]);
});

test("does nothing on a schedule unless the settings ask for it", async () => {
    const { inputs } = await maintenance();
    expect(inputs.command).toEqual(["airflow-maintenance", "--timezone=Asia/Seoul"]);
    expect(inputs.healthcheck).toMatchObject({ tests: ["CMD", "healthy", "maintenance"] });
});

test("gets its schedules as arguments", async () => {
    const { inputs } = await maintenance({
        backups: { schedule: "0 3 * * *", keep: 3, databases: {} },
        cleaning: { schedule: "0 4 * * 0", databaseDays: 90, logDays: 30 },
    });
    expect(inputs.command).toEqual([
        "airflow-maintenance",
        "--timezone=Asia/Seoul",
        "--backup=0 3 * * *",
        "--keep=3",
        "--clean=0 4 * * 0",
        "--database-days=90",
        "--log-days=30",
    ]);
});

test("keeps backups on the volume of the dumps, or in a folder of the Docker host", async () => {
    const backups = async (folder?: string) => {
        const { inputs } = await maintenance({ backups: { keep: 7, databases: {}, folder } });
        return (inputs.volumes as { containerPath: string }[]).find(({ containerPath }) =>
            /backups/.test(containerPath),
        );
    };
    expect(await backups()).toEqual({
        containerPath: "/var/lib/airflow-backups",
        volumeName: "airflow-backups-test",
        readOnly: false,
    });
    expect(await backups("/srv/backups")).toEqual({
        containerPath: "/var/lib/airflow-backups",
        hostPath: "/srv/backups",
        readOnly: false,
    });
});

test("starts after the migration", async () => {
    expect((await maintenance()).dependencies).toContain("airflow-init-run");
});
