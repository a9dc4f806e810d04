import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, containersOf, inContainer, replaced, sql } from "../../tools/running-stack/containers";
import { currentKey, newFernetKey, opens, tokens } from "./support/fernet";
import { output, waitFor } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const holders = [
    "airflow-apiserver",
    "airflow-dag-processor",
    "airflow-maintenance",
    "airflow-scheduler",
    "airflow-triggerer",
    "init-airflow-dbt-ssh-connections",
];

beforeAll(async () => {
    const api = await AirflowApi.loggedIn(stack);
    const connection = {
        connection_id: "made_by_hand",
        conn_type: "http",
        host: "crm.example.com",
        password: "of the customer register",
    };
    expect(await api.status("POST", "/connections", connection)).toBe(201);
    expect(await api.status("POST", "/variables", { key: "made_by_hand", value: "of the customer register" })).toBe(
        201,
    );
});

afterAll(async () => {
    const api = await AirflowApi.loggedIn(stack);
    await api.status("DELETE", "/connections/made_by_hand");
    await api.status("DELETE", "/variables/made_by_hand");
    await stack.unset("fernetKey");
    await stack.up();
    await allHealthy(stack);
});

/** That everything is encrypted with `key` alone, and that Airflow itself reads it. */
async function expectUsedAlone(key: string, former: string): Promise<void> {
    await allHealthy(stack);
    expect(await currentKey(stack)).toBe(key);
    const encrypted = await tokens(stack);
    expect(encrypted.length).toBeGreaterThanOrEqual(5);
    expect(encrypted.filter((token) => !opens(key, token))).toEqual([]);
    expect(encrypted.filter((token) => opens(former, token))).toEqual([]);
    const read = await inContainer(
        stack,
        "airflow-apiserver",
        "airflow",
        "connections",
        "get",
        "made_by_hand",
        "--output",
        "json",
    );
    expect(read).toContain("of the customer register");
    expect(await inContainer(stack, "airflow-apiserver", "airflow", "variables", "get", "made_by_hand")).toContain(
        "of the customer register",
    );
}

const dumps = async () =>
    (
        await output("docker", [
            "run",
            "--rm",
            "--volume",
            `airflow-backups-${stack.name}:/dumps:ro`,
            "--entrypoint",
            "ls",
            await imageOf(),
            "/dumps",
        ])
    ).split("\n");

const imageOf = async () => (await container(stack, "airflow-scheduler")).Image;

describe("a new generation of the Fernet key", () => {
    test("is used: everything encrypted is dumped, then re-encrypted, and tasks still find their connections", async () => {
        const [before, former] = [await containersOf(stack), await currentKey(stack)];
        await stack.setPath("generations.fernetKey", 2);
        await stack.up();
        const key = await currentKey(stack);
        expect(key).not.toBe(former);
        await expectUsedAlone(key, former);
        expect(replaced(before, await containersOf(stack))).toEqual(holders);
        expect((await dumps()).filter((name) => /^airflow-\d{8}T\d+Z\.dump$/.test(name))).toHaveLength(1);

        const api = await AirflowApi.loggedIn(stack);
        expect(await api.ended("flights", await api.trigger("flights"))).toBe("success");
        await stack.up("--expect-no-changes");
    });
});

describe("a given Fernet key", () => {
    test("fails the update if a row cannot be decrypted, names the row, and is used at the next update; no output has a key", async () => {
        const former = await currentKey(stack);
        const foreign =
            "gAAAAABkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
        await sql(
            stack,
            "airflow",
            `insert into variable (key, val, is_encrypted) values ('of_another_airflow', '${foreign}', true)`,
        );
        const key = newFernetKey();
        try {
            await stack.setSecret("fernetKey", key);
            const failed = await stack.pulumi(["up", "--yes", "--skip-preview"]);
            expect(failed.code).not.toBe(0);
            expect(failed.output).toMatch(
                /the Fernet key was not rotated: neither key decrypts variable of_another_airflow/,
            );
            await allHealthy(stack);
            expect(await currentKey(stack)).toBe(former);
            expect(await (await AirflowApi.loggedIn(stack)).status("GET", "/connections/made_by_hand")).toBe(200);
        } finally {
            await sql(stack, "airflow", "delete from variable where key = 'of_another_airflow'");
        }
        const printed = await stack.up();
        await expectUsedAlone(key, former);
        const log = await output("docker", ["logs", (await container(stack, "airflow-init")).Id]);
        expect(log).toMatch(/re-encrypted: connections: \d/);
        expect(`${printed}${log}`).not.toMatch(new RegExp(`${key}|${former}`));
    });
});

describe("an update that is killed while it changes the fernet key", () => {
    test("is finished by the next one", async () => {
        const [former, key] = [await currentKey(stack), newFernetKey()];
        const { Id: init } = await container(stack, "airflow-init");
        const startedAt = async () => (await container(stack, "airflow-init")).State.StartedAt;
        const before = await startedAt();
        await stack.setSecret("fernetKey", key);
        const update = stack.start(["up", "--yes", "--skip-preview"]);
        await waitFor("the job that changes the key to run", 60, async () =>
            (await startedAt()) !== before ? true : undefined,
        );
        await update.kill();
        // The job may have been cut off before its commit or after it: both must do.
        await output("docker", ["wait", init]);
        await stack.expectPulumi(["cancel", "--yes"]);

        await stack.up();
        await expectUsedAlone(key, former);
    });
});
