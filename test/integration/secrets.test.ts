import { containersOf, inContainer } from "../../tools/running-stack/containers";
import { output } from "../../tools/running-stack/run";
import { secretValues } from "./support/secret-values";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** Which of the stack's secrets a text holds. */
async function secretsIn(text: string): Promise<string[]> {
    expect(text.length).toBeGreaterThan(100);
    return (await secretValues(stack)).filter(({ value }) => text.includes(value)).map(({ of }) => of);
}

describe("there is no secret in", () => {
    test("the output of docker inspect", async () => {
        const containers = [...(await containersOf(stack)).values()].map((container) => container.Id);
        expect(await secretsIn(await output("docker", ["inspect", ...containers]))).toEqual([]);
    });

    test("the process list and the environment of every process", async () => {
        for (const [role, { State }] of await containersOf(stack)) {
            if (State.Status === "running") {
                const seen = await inContainer(
                    stack,
                    role,
                    "sh",
                    "-c",
                    "for each in /proc/[0-9]*; do tr '\\0' ' ' < $each/cmdline; cat $each/environ; done 2>/dev/null; true",
                );
                expect([role, ...(await secretsIn(seen + " ".repeat(100)))]).toEqual([role]);
            }
        }
    });

    test("any container's log", async () => {
        const logs = await Promise.all(
            [...(await containersOf(stack)).values()].map(({ Id }) => output("docker", ["logs", Id])),
        );
        expect(await secretsIn(logs.join("\n"))).toEqual([]);
    });

    test("the plain text of the state", async () => {
        expect(await secretsIn(await stack.expectPulumi(["stack", "export"]))).toEqual([]);
    });

    test("the images' history and environment", async () => {
        const images = new Set([...(await containersOf(stack)).values()].map(({ Image }) => Image));
        expect(await secretsIn(await output("docker", ["image", "inspect", ...images]))).toEqual([]);
    });
});

describe("each container has only the secrets that it needs", () => {
    test.each<[string, string[]]>([
        ["airflow-apiserver", ["api_secret_key", "fernet_key", "jwt_secret", "sql_alchemy_conn"]],
        ["airflow-scheduler", ["fernet_key", "jwt_secret", "sql_alchemy_conn", "variables.env"]],
        ["airflow-dag-processor", ["fernet_key", "sql_alchemy_conn", "variables.env"]],
        ["airflow-triggerer", ["fernet_key", "sql_alchemy_conn", "variables.env"]],
        ["airflow-maintenance", ["backup_key", "databases.json", "fernet_key", "sql_alchemy_conn"]],
        ["dbt", ["authorized_keys", "dbt.env"]],
        ["dbt-docs", []],
        ["postgres", ["postgres_password"]],
    ])("%s", async (role, files) => {
        const found = await inContainer(stack, role, "sh", "-c", "ls /run/secrets 2>/dev/null || true");
        expect(
            found
                .split("\n")
                .filter((file) => file !== "")
                .sort(),
        ).toEqual(files);
    });

    test("and only the process of the database can read the file of another user", async () => {
        expect(await inContainer(stack, "airflow-scheduler", "stat", "-c", "%a %u:%g", "/run/secrets/fernet_key")).toBe(
            "440 0:0",
        );
    });
});
