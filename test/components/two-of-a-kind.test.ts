import { Airflow } from "../../components/airflow/airflow";
import { Dbt } from "../../components/dbt/dbt";
import { SshKeys } from "../../components/secrets/ssh-keys";
import { type Registered, registered } from "../../tools/mocked/registered";
import { airflowArgs, dockerHost } from "../support/fixtures";

/** Two of each on one Docker host. */
const build = () =>
    registered(() => {
        const host = dockerHost();
        return ["blue", "green"].map((color, index) => {
            const dbt = new Dbt(`${color}-dbt`, {
                host,
                code: "mounted",
                docsPort: 8085 + index,
                warm: true,
                sshKeys: new SshKeys(`${color}-ssh-keys`, { generation: 1 }),
                variables: { plain: {}, secret: {} },
                files: {},
            });
            const airflow = new Airflow(color, {
                ...airflowArgs(host),
                airflowCli: true,
                apiserverPort: 8082 + index,
                metadata: { host: "db", port: 5432, user: color, password: "word", database: color },
            });
            return { dbt, airflow };
        });
    });

const containers = (resources: Registered[]) =>
    resources.filter(({ type }) => type === "docker:index/container:Container");

/** Fails for a value that two have. */
function expectDistinct(values: unknown[]): void {
    expect([...new Set(values)]).toEqual(values);
}

describe("two of a kind in one program", () => {
    test("have no URN in common, and no name on the Docker host or its network", async () => {
        const { resources } = await build();
        expect(containers(resources)).toHaveLength(20);
        expectDistinct(resources.map(({ urn }) => urn));
        expectDistinct(
            resources
                .filter(({ type }) => type.startsWith("docker:"))
                .map(({ type, inputs }) => `${type} ${inputs.name as string}`),
        );
        expectDistinct(containers(resources).map(({ inputs }) => inputs.hostname));
    });

    test("give the address of their own parts", async () => {
        const { resources, result } = await build();
        expect(result.map(({ airflow }) => airflow.url)).toEqual(["http://127.0.0.1:8082", "http://127.0.0.1:8083"]);
        expect(result.map(({ dbt }) => dbt.docsUrl)).toEqual(["http://127.0.0.1:8085", "http://127.0.0.1:8086"]);
        expect(result.map(({ dbt }) => dbt.address.host)).toEqual(["blue-dbt", "green-dbt"]);
        for (const color of ["blue", "green"]) {
            const scheduler = containers(resources).find(({ name }) => name === `${color}-scheduler`);
            expect(scheduler?.inputs.envs).toContain(
                `AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://${color}-apiserver:8080/execution/`,
            );
            const run = resources.find(({ name }) => name === `${color}-init-run`);
            const { draining, others } = run?.inputs.services as { draining: string[]; others: string[] };
            expect(draining).toEqual([`${color}-scheduler-test`]);
            expect(others).toHaveLength(5);
            expect(others.every((service) => service.startsWith(`${color}-`))).toBe(true);
        }
    });
});
