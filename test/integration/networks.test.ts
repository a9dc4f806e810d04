import { container, inContainer } from "../../tools/running-stack/containers";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** The services' ports, and the containers that may reach them. */
const doors: Record<string, { port: number; open: string[] }> = {
    "airflow-apiserver": {
        port: 8080,
        open: ["airflow-scheduler", "airflow-triggerer", "airflow-dag-processor", "airflow-maintenance", "postgres"],
    },
    dbt: { port: 22, open: ["airflow-scheduler", "airflow-triggerer", "airflow-dag-processor", "postgres"] },
    // Browsers alone have business there.
    "dbt-docs": { port: 8080, open: [] },
    postgres: {
        port: 5432,
        open: [
            ...["airflow-apiserver", "airflow-scheduler", "airflow-triggerer", "airflow-dag-processor"],
            ...["airflow-maintenance", "dbt"],
        ],
    },
};

const roles = [...new Set(Object.values(doors).flatMap(({ open }) => [...open, "dbt-docs"]))].sort();

/** Whether a container gets a connection, by the other one's name or by any of its addresses. */
async function reaches(from: string, to: string, port: number): Promise<boolean> {
    const { NetworkSettings: settings } = await container(stack, to);
    const networks = Object.values(settings.Networks) as { IPAddress: string }[];
    const attempts = [to, ...networks.map(({ IPAddress: address }) => address)].map(
        (host) => `timeout 2 bash -c 'exec 3<> /dev/tcp/${host}/${port}' 2> /dev/null && echo reached`,
    );
    return (await inContainer(stack, from, "bash", "-c", `${attempts.join("; ")}; true`)).includes("reached");
}

test.each(Object.entries(doors))(
    "%s is reached by those that need it, and by nobody else",
    async (to, { port, open }) => {
        const found = await Promise.all(roles.map(async (from) => (await reaches(from, to, port)) && from !== to));
        expect(roles.filter((_, index) => found[index])).toEqual([...open].sort());
    },
    120_000,
);

test("dbt's role may not connect to Airflow's database, though both are on one server", async () => {
    const program = [
        "import os, psycopg2",
        "env = lambda name: os.environ['LOCAL_ANALYTICS_POSTGRES_' + name]",
        "try:",
        "    psycopg2.connect(host=env('HOST'), user=env('USER'), password=env('PASSWORD'), dbname='airflow')",
        "except psycopg2.OperationalError as error:",
        "    print(error)",
    ].join("\n");
    const script = '. /etc/dbt/environment.sh && exec /opt/dbt/bin/python -c "$0"';
    expect(await inContainer(stack, "dbt", "bash", "-c", script, program)).toContain(
        'permission denied for database "airflow"',
    );
});
