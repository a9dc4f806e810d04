import { type Architecture } from "../../tools/docs/architecture";
import { secretsTable } from "../../tools/docs/secrets-table";

const stack = (files: [role: string, file: string][]) =>
    ({
        secrets: [{ number: 1, name: "fernet-key", sort: "random", secret: [], open: [] }],
        containers: files.map(([role, name]) => ({
            role,
            files: [{ name, uses: [{ number: 1, publicHalf: false }] }],
        })),
    }) as unknown as Architecture;

test("says which containers hold which secrets, and why, over all stacks", () => {
    const stacks = [stack([["airflow-scheduler", "fernet_key"]]), stack([["airflow-apiserver", "fernet_key"]])];
    expect(secretsTable(stacks, "english")).toBe(
        `| File | Why | Secrets in it | Containers |
| --- | --- | --- | --- |
| \`fernet_key\` | decrypts connections and variables | \`fernet-key\` | \`airflow-apiserver\`, \`airflow-scheduler\` |`,
    );
});

test("fails for a file of which nobody has said what it is for", () => {
    expect(() => secretsTable([stack([["dbt", "new_secret"]])], "korean")).toThrow(
        "tools/docs/secrets-table.ts does not say what this is for: new_secret",
    );
});
